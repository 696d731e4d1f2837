package io.heddle.routing.tenant;

import java.util.UUID;

/** Identifies a tenant's port; the order is that of the text form. */
public record PortId(UUID value) implements ResourceId, Comparable<PortId> {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static PortId parse(String text) {
        return new PortId(UuidText.parse(text));
    }

    @Override
    public int compareTo(PortId other) {
        return UuidText.ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
