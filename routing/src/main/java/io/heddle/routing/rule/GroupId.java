package io.heddle.routing.rule;

/**
 * The identity of a group on its switch (OpenFlow 1.5.1 §5.10). Groups carry no cookie, so ownership is by range: Heddle's are those
 * whose high octet is {@link #OWNER}.
 *
 * @param value as an unsigned 32-bit number at most 0xffffff00
 */
public record GroupId(int value) implements Comparable<GroupId> {

    /** The high octet of every group of Heddle, {@code 'H'}. */
    public static final int OWNER = 0x48;

    /** The group of ours with the given low 24 bits. */
    public static GroupId ours(int low) {
        if (low < 0 || low > 0xff_ffff) {
            throw new IllegalArgumentException("a group of ours is numbered in 24 bits, not " + low);
        }
        return new GroupId((OWNER << 24) | low);
    }

    /** Whether a group with this id is Heddle's. */
    public boolean isOurs() {
        return value >>> 24 == OWNER;
    }

    @Override
    public int compareTo(GroupId other) {
        return Integer.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toUnsignedString(value);
    }
}
