package io.heddle.topology.address;

/**
 * The identity of a VLAN (IEEE 802.1Q §9.6).
 *
 * @param value 1 to 4094; 0 means a tag without a VLAN, and 4095 is reserved
 */
public record VlanId(int value) implements Comparable<VlanId> {

    private static final int HIGHEST = 4094;
    private static final int TAGGED = 0x1000;

    public VlanId {
        if (value < 1 || value > HIGHEST) {
            throw new IllegalArgumentException("a VLAN id is 1 to " + HIGHEST + ", not " + value);
        }
    }

    /** The id as OpenFlow matches and sets it: with the bit that says there is a tag (OpenFlow 1.5.1 §7.2.3.8). */
    public int tagged() {
        return TAGGED | value;
    }

    @Override
    public int compareTo(VlanId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
