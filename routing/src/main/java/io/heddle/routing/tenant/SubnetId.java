package io.heddle.routing.tenant;

import java.util.UUID;

/** Identifies a tenant's subnet; the order is that of the text form. */
public record SubnetId(UUID value) implements ResourceId, Comparable<SubnetId> {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static SubnetId parse(String text) {
        return new SubnetId(UuidText.parse(text));
    }

    @Override
    public int compareTo(SubnetId other) {
        return UuidText.ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
