package io.heddle.routing.rule;

/**
 * A flow table (OpenFlow 1.5.1 §5.2).
 *
 * @param value 0 to 254
 */
public record TableId(int value) implements Comparable<TableId> {

    public TableId {
        if (value < 0 || value > 254) {
            throw new IllegalArgumentException("a table id is 0 to 254, not " + value);
        }
    }

    @Override
    public int compareTo(TableId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
