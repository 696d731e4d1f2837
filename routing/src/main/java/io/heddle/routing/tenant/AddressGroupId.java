package io.heddle.routing.tenant;

import java.util.UUID;

/** Identifies an address group; the order is that of the text form. */
public record AddressGroupId(UUID value) implements ResourceId, Comparable<AddressGroupId> {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static AddressGroupId parse(String text) {
        return new AddressGroupId(UuidText.parse(text));
    }

    @Override
    public int compareTo(AddressGroupId other) {
        return UuidText.ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
