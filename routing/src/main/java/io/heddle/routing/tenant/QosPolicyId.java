package io.heddle.routing.tenant;

import java.util.UUID;

/** Identifies a quality of service policy; the order is that of the text form. */
public record QosPolicyId(UUID value) implements ResourceId, Comparable<QosPolicyId> {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static QosPolicyId parse(String text) {
        return new QosPolicyId(UuidText.parse(text));
    }

    @Override
    public int compareTo(QosPolicyId other) {
        return UuidText.ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
