package io.heddle.controller.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable sequence of bytes, equal by content. */
public final class Bytes {

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** A copy of {@code content}. */
    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    /** The UTF-8 form of {@code text}. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return content.clone();
    }

    /** How many bytes there are. */
    public int length() {
        return content.length;
    }

    /** The bytes read as UTF-8. */
    public String asUtf8() {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The length only: the content may be a secret. */
    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
