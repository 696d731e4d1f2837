package io.heddle.routing.tenant;

import java.util.UUID;

/** Identifies a load balancer; the order is that of the text form. */
public record LoadBalancerId(UUID value) implements ResourceId, Comparable<LoadBalancerId> {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static LoadBalancerId parse(String text) {
        return new LoadBalancerId(UuidText.parse(text));
    }

    @Override
    public int compareTo(LoadBalancerId other) {
        return UuidText.ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
