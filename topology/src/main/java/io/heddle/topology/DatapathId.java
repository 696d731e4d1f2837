package io.heddle.topology;

/**
 * The identity of a switch in OpenFlow, an unsigned 64-bit number (OpenFlow 1.5.1 §7.3.1).
 *
 * @param value all 64 bits; ordered as unsigned
 */
public record DatapathId(long value) implements Comparable<DatapathId> {

    /** Reads one to sixteen hexadecimal digits, with or without colons between octets. */
    public static DatapathId parse(String text) {
        String digits = text.replace(":", "");
        if (!digits.matches("[0-9a-fA-F]{1,16}")) {
            throw new IllegalArgumentException(
                    "not a datapath id: '" + text + "' (expected up to 16 hex digits such as 00000000000000a1)");
        }
        return new DatapathId(Long.parseUnsignedLong(digits, 16));
    }

    @Override
    public int compareTo(DatapathId other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** Sixteen hexadecimal digits, as {@code ovs-vsctl} prints them. */
    @Override
    public String toString() {
        return "%016x".formatted(value);
    }
}
