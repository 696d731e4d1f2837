package io.heddle.routing.rule;

/**
 * The identity of a meter on its switch (OpenFlow 1.5.1 §5.11).
 *
 * @param value 1 to 0xffff0000 as unsigned
 */
public record MeterId(int value) implements Comparable<MeterId> {

    public MeterId {
        if (value == 0 || Integer.compareUnsigned(value, 0xffff0000) > 0) {
            throw new IllegalArgumentException("a meter id is 1 to 0xffff0000, not " + Integer.toUnsignedString(value));
        }
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
