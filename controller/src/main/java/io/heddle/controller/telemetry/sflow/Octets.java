package io.heddle.controller.telemetry.sflow;

/**
 * A stretch of bytes that is read from its beginning, in network byte order. A read past the end gives 0 and is remembered, so that a
 * reader asks once, at the end of a part, whether it was whole.
 */
final class Octets {

    private final byte[] bytes;
    private final int end;
    private int position;
    private boolean isShort;

    private Octets(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    static Octets of(byte[] bytes) {
        return new Octets(bytes, 0, bytes.length);
    }

    /** How many bytes are left; none after a read past the end. */
    int left() {
        return isShort ? 0 : end - position;
    }

    /** Whether something was read that was not there. */
    boolean isShort() {
        return isShort;
    }

    int u8() {
        return advance(1) ? bytes[position - 1] & 0xff : 0;
    }

    int u16() {
        return (u8() << 8) | u8();
    }

    int i32() {
        return (u16() << 16) | u16();
    }

    long u32() {
        return Integer.toUnsignedLong(i32());
    }

    long i64() {
        return (u32() << 32) | u32();
    }

    /** Passes over {@code count} bytes. */
    void skip(long count) {
        advance(count);
    }

    /** The next {@code count} bytes, which are passed over here; an empty stretch when there are not so many. */
    Octets part(long count) {
        int start = position;
        return advance(count) ? new Octets(bytes, start, position) : new Octets(bytes, end, end);
    }

    private boolean advance(long count) {
        if (isShort || count < 0 || count > end - position) {
            isShort = true;
            return false;
        }
        position += (int) count;
        return true;
    }
}
