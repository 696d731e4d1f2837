package io.heddle.controller.openflow.codec;

/** Bytes that do not say what the specification lets them say here; never leaves this package. */
final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(message, null, false, false);
    }
}
