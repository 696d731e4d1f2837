package io.heddle.routing.tenant;

import java.util.UUID;

/** Identifies a router; the order is that of the text form. */
public record RouterId(UUID value) implements ResourceId, Comparable<RouterId> {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static RouterId parse(String text) {
        return new RouterId(UuidText.parse(text));
    }

    @Override
    public int compareTo(RouterId other) {
        return UuidText.ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
