package io.heddle.routing.tenant;

import java.util.UUID;

/** Identifies a trunk; the order is that of the text form. */
public record TrunkId(UUID value) implements ResourceId, Comparable<TrunkId> {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static TrunkId parse(String text) {
        return new TrunkId(UuidText.parse(text));
    }

    @Override
    public int compareTo(TrunkId other) {
        return UuidText.ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
