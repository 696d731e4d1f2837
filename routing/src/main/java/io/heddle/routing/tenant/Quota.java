package io.heddle.routing.tenant;

import java.util.Collections;
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
        return new Quota(new TreeMap<>(Map.ofEntries(
                Map.entry(ResourceType.NETWORK, 100),
                Map.entry(ResourceType.SUBNET, 100),
                Map.entry(ResourceType.PORT, 500),
                Map.entry(ResourceType.ROUTER, 10),
                Map.entry(ResourceType.FLOATING_IP, 50),
                Map.entry(ResourceType.SECURITY_GROUP, 10),
                Map.entry(ResourceType.SECURITY_RULE, 100),
                Map.entry(ResourceType.TRUNK, 50),
                Map.entry(ResourceType.QOS_POLICY, 100),
                Map.entry(ResourceType.LOAD_BALANCER, 10),
                Map.entry(ResourceType.ADDRESS_GROUP, 100))));
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
