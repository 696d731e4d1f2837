package io.heddle.routing.rule;

/**
 * The identity of a meter on its switch (OpenFlow 1.5.1 §5.11). Meters carry no cookie, so ownership is by range: Heddle's are
 * 0x4800 to 0x48ff, small because Open vSwitch has 262,144 meters at most.
 *
 * @param value 1 to 0xffff0000 as unsigned
 */
public record MeterId(int value) implements Comparable<MeterId> {

    /** The bits above the low eight of every meter of Heddle, {@code 'H'}. */
    public static final int OWNER = 0x48;

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

    /** Whether a meter with this id is Heddle's. */
    public boolean isOurs() {
        return value >>> 8 == OWNER;
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
