package io.heddle.controller.ovsdb.data;

/** A peer sent something that RFC 7047 does not allow; the message says what, and never holds much of it. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int SHOWN = 120;

    public MalformedJsonException(String what) {
        super(what);
    }

    /** Expected {@code wanted}, found {@code found}. */
    static MalformedJsonException expected(String wanted, Object found) {
        String text = found.toString();
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return new MalformedJsonException("expected " + wanted + ", found " + shown);
    }
}
