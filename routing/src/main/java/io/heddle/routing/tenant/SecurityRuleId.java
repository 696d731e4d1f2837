package io.heddle.routing.tenant;

import java.util.UUID;

/** Identifies a rule of a security group; the order is that of the text form. */
public record SecurityRuleId(UUID value) implements ResourceId, Comparable<SecurityRuleId> {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static SecurityRuleId parse(String text) {
        return new SecurityRuleId(UuidText.parse(text));
    }

    @Override
    public int compareTo(SecurityRuleId other) {
        return UuidText.ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
