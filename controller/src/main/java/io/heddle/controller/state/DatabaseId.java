package io.heddle.controller.state;

import java.util.UUID;

/**
 * The identity of one Open vSwitch database: that of the one row of its {@code Open_vSwitch} table, which lives as long as it does.
 *
 * @param value the row's identity
 */
public record DatabaseId(UUID value) implements Comparable<DatabaseId> {

    @Override
    public int compareTo(DatabaseId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
