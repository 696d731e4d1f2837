package io.heddle.routing.tenant;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many resources a project may have.
 *
 * @param limits how many of each type; −1 means any number, as it does for a type that is left out
 */
public record Quota(SortedMap<ResourceType, Integer> limits) {

    private static final int UNLIMITED = -1;

    public Quota {
        limits.forEach((type, limit) -> {
            if (limit < UNLIMITED) {
                throw new IllegalArgumentException("a quota is −1 or more, not " + limit + " for " + type.apiName());
            }
        });
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    }

    /** What projects may have that nobody gave a quota of their own. */
    public static Quota usual() {
        return new Quota(new TreeMap<>(new EnumMap<>(Map.of(
                ResourceType.NETWORK, 100,
                ResourceType.SUBNET, 100,
                ResourceType.PORT, 500,
                ResourceType.ROUTER, 10,
                ResourceType.FLOATING_IP, 50,
                ResourceType.SECURITY_GROUP, 10,
                ResourceType.SECURITY_RULE, 100,
                ResourceType.TRUNK, 50,
                ResourceType.QOS_POLICY, 100,
                ResourceType.LOAD_BALANCER, 10))));
    }

    /** This quota, with these limits in place of its own. */
    public Quota with(Map<ResourceType, Integer> others) {
        SortedMap<ResourceType, Integer> all = new TreeMap<>(limits);
        all.putAll(others);
        return new Quota(all);
    }

    /** How many of a type; −1 for any number. */
    public int limit(ResourceType type) {
        return limits.getOrDefault(type, UNLIMITED);
    }
}
