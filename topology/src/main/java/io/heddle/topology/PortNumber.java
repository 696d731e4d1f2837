package io.heddle.topology;

/**
 * The number of a physical or logical switch port (OpenFlow 1.5.1 §7.2.1): 1 to 0xffffff00, reserved ports excluded.
 *
 * @param value the number; never negative as an {@code int} because no switch in use numbers ports above 2³¹−1
 */
public record PortNumber(int value) implements Comparable<PortNumber> {

    public PortNumber {
        if (value < 1) {
            throw new IllegalArgumentException("a port number is at least 1, not " + Integer.toUnsignedString(value));
        }
    }

    @Override
    public int compareTo(PortNumber other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
