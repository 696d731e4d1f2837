package io.heddle.routing.tenant;

import java.util.UUID;

/** Identifies a floating IP address; the order is that of the text form. */
public record FloatingIpId(UUID value) implements ResourceId, Comparable<FloatingIpId> {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static FloatingIpId parse(String text) {
        return new FloatingIpId(UuidText.parse(text));
    }

    @Override
    public int compareTo(FloatingIpId other) {
        return UuidText.ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
