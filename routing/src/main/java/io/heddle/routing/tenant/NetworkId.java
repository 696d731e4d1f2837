package io.heddle.routing.tenant;

import java.util.UUID;

/** Identifies a tenant's network; the order is that of the text form. */
public record NetworkId(UUID value) implements ResourceId, Comparable<NetworkId> {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static NetworkId parse(String text) {
        return new NetworkId(UuidText.parse(text));
    }

    @Override
    public int compareTo(NetworkId other) {
        return UuidText.ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
