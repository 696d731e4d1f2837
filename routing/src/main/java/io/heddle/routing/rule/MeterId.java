package io.heddle.routing.rule;

/**
 * The identity of a meter on its switch (OpenFlow 1.5.1 §5.11). Meters carry no cookie, so ownership is by range: Heddle's are
 * 0x4800 to 0x48ff, and 0x10000 to 0x2ffff for what tenants' policies limit; small because Open vSwitch has 262,144 meters at most, and
 * 200,000 with its kernel module.
 *
 * @param value 1 to 0xffff0000 as unsigned
 */
public record MeterId(int value) implements Comparable<MeterId> {

    /** The bits above the low eight of every meter of Heddle, {@code 'H'}. */
    public static final int OWNER = 0x48;

    /** How many things of a kind can be limited. */
    public static final int LIMITED_AT_MOST = 0x8000;

    private static final int PORTS = 0x1_0000;
    private static final int ADDRESSES = 0x2_0000;
    private static final int END = 0x3_0000;

    public MeterId {
        if (value == 0 || Integer.compareUnsigned(value, 0xffff0000) > 0) {
            throw new IllegalArgumentException("a meter id is 1 to 0xffff0000, not " + Integer.toUnsignedString(value));
        }
    }

    /** The meter of ours with the given low 8 bits. */
    public static MeterId ours(int low) {
        if (low < 0 || low > 0xff) {
            throw new IllegalArgumentException("a meter of ours is numbered in 8 bits, not " + low);
        }
        return new MeterId((OWNER << 8) | low);
    }

    /** The meter of what the port of that number, of 15 bits, sends or is sent. */
    public static MeterId ofPort(int number, boolean isSent) {
        return limiting(PORTS, number, isSent);
    }

    /** The meter of what the floating address whose limit has that number, of 15 bits, sends or is sent. */
    public static MeterId ofAddress(int number, boolean isSent) {
        return limiting(ADDRESSES, number, isSent);
    }

    private static MeterId limiting(int kind, int number, boolean isSent) {
        if (number < 0 || number >= LIMITED_AT_MOST) {
            throw new IllegalArgumentException("what has a meter is numbered in 15 bits, not " + number);
        }
        return new MeterId(kind + 2 * number + (isSent ? 1 : 0));
    }

    /** Whether a meter with this id is Heddle's. */
    public boolean isOurs() {
        return value >>> 8 == OWNER || (value >= PORTS && value < END);
    }

    @Override
    public int compareTo(MeterId other) {
        return Integer.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toUnsignedString(value);
    }
}
