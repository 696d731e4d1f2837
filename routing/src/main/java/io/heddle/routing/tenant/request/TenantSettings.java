package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.Quota;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an operator lets tenants have.
 *
 * @param underlayMtu the largest IP packet that the fabric carries between servers
 * @param usualType what a network is of that does not say
 * @param vxlan the VNIs that are given out, best first
 * @param gre the GRE keys that are given out, best first
 * @param vlan the VLAN ids that are given out on each physical network; the fabric itself is the one without a name
 * @param flat the physical networks that may be used untagged
 * @param routed what networks that the fabric itself routes may be cut from
 * @param quota what a project may have that has no quota of its own
 */
public record TenantSettings(
        int underlayMtu,
        NetworkType usualType,
        List<IdRange> vxlan,
        List<IdRange> gre,
        SortedMap<String, List<IdRange>> vlan,
        SortedSet<String> flat,
        RoutedPrefixes routed,
        Quota quota) {

    public TenantSettings {
        if (underlayMtu < 576 || underlayMtu > 65535) {
            throw new IllegalArgumentException("the MTU of the underlay is 576 to 65535, not " + underlayMtu);
        }
        vxlan = checked(vxlan, NetworkType.VXLAN);
        gre = checked(gre, NetworkType.GRE);
        SortedMap<String, List<IdRange>> copy = new TreeMap<>();
        vlan.forEach((name, ranges) -> copy.put(name, checked(ranges, NetworkType.VLAN)));
        vlan = Collections.unmodifiableSortedMap(copy);
        flat = Collections.unmodifiableSortedSet(new TreeSet<>(flat));
    }

    /**
     * Ids from one to another, both included.
     *
     * @param first the lowest
     * @param last the highest
     */
    public record IdRange(long first, long last) {

        public IdRange {
            if (first > last) {
                throw new IllegalArgumentException("no range of ids goes from " + first + " to " + last);
            }
        }
    }

    /** What holds when nothing else is said: VXLAN and GRE over a fabric of 1500 bytes, VLANs on the fabric itself. */
    public static TenantSettings defaults() {
        return new TenantSettings(
                1500,
                NetworkType.VXLAN,
                List.of(new IdRange(1, NetworkType.VXLAN.highest())),
                List.of(new IdRange(1, NetworkType.GRE.highest())),
                new TreeMap<>(Map.of("", List.of(new IdRange(1, NetworkType.VLAN.highest())))),
                new TreeSet<>(),
                RoutedPrefixes.NONE,
                Quota.usual());
    }

    private static List<IdRange> checked(List<IdRange> ranges, NetworkType type) {
        for (IdRange range : ranges) {
            if (range.first() < type.lowest() || range.last() > type.highest()) {
                throw new IllegalArgumentException("ids of " + type.apiName() + " are " + type.lowest() + " to "
                        + type.highest() + ", not " + range.first() + " to " + range.last());
            }
        }
        return List.copyOf(ranges);
    }
}
