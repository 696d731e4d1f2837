package io.heddle.topology.clos;

import io.heddle.topology.DatapathId;
import io.heddle.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The narrowest cut of a fabric into two halves.
 *
 * @param links cables in the cut
 * @param bitsPerSecond their capacity in one direction
 * @param narrowestBitsPerSecond the capacity between the two tiers that have least, all cables together; 0 for irregular graphs
 * @param isExact whether no other halves have a narrower cut
 */
record Bisection(long links, long bitsPerSecond, long narrowestBitsPerSecond, boolean isExact) {

    static Bisection of(FabricDesign design, Blueprint blueprint, Topology topology, List<Cable> live) {
        return switch (design) {
            case FabricDesign.FatTree ignored -> ofTiers(blueprint, topology, live);
            case FabricDesign.LeafSpine ignored -> ofTiers(blueprint, topology, live);
            case FabricDesign.FoldedClos ignored -> ofTiers(blueprint, topology, live);
            case FabricDesign.Irregular ignored -> ofGraph(blueprint, topology, live);
        };
    }

    private static Bisection ofTiers(Blueprint blueprint, Topology topology, List<Cable> live) {
        long[] cables = new long[2];
        long[] bits = new long[2];
        Map<Integer, Integer> uplinksOfGroup = new TreeMap<>();
        boolean hasMiddle =
                blueprint.positions().values().stream().anyMatch(position -> position.tier() == Tier.AGGREGATION);
        for (Cable cable : live) {
            boolean isUpper = hasMiddle
                    && FabricMetrics.tier(blueprint, cable.first().dpid()) != Tier.EDGE
                    && FabricMetrics.tier(blueprint, cable.second().dpid()) != Tier.EDGE;
            int level = isUpper ? 1 : 0;
            cables[level]++;
            bits[level] += FabricMetrics.bitsPerSecond(topology, cable);
            if (isUpper || !hasMiddle) {
                uplinksOfGroup.merge(group(blueprint, cable, hasMiddle), 1, Integer::sum);
            }
        }
        boolean isUpperNarrower = hasMiddle && cables[1] < cables[0];
        long narrowest = isUpperNarrower ? cables[1] : cables[0];
        long narrowestBits = hasMiddle ? Math.min(bits[0], bits[1]) : bits[0];
        boolean isEven = uplinksOfGroup.size() % 2 == 0
                && uplinksOfGroup.values().stream().distinct().count() <= 1;
        return new Bisection(narrowest / 2, narrowestBits / 2, narrowestBits, isEven);
    }

    /** The pod, or without pods the leaf, that a cable leads up from. */
    private static int group(Blueprint blueprint, Cable cable, boolean hasPods) {
        Position one = position(blueprint, cable.first().dpid());
        Position lower =
                one.tier() == Tier.CORE ? position(blueprint, cable.second().dpid()) : one;
        return hasPods ? lower.pod() : lower.index();
    }

    private static Position position(Blueprint blueprint, DatapathId dpid) {
        return Objects.requireNonNull(blueprint.positions().get(dpid));
    }

    private static Bisection ofGraph(Blueprint blueprint, Topology topology, List<Cable> live) {
        List<DatapathId> switches = new ArrayList<>(blueprint.positions().keySet());
        int size = switches.size();
        if (size < 2 || size > FabricMetrics.SMALL) {
            return new Bisection(0, 0, 0, size < 2);
        }
        long best = Long.MAX_VALUE;
        long bestBits = 0;
        for (int half = 0; half < 1 << size; half++) {
            if (Integer.bitCount(half) != size / 2) {
                continue;
            }
            long links = 0;
            long bits = 0;
            for (Cable cable : live) {
                boolean isOne = (half >> switches.indexOf(cable.first().dpid()) & 1) == 1;
                boolean isOther = (half >> switches.indexOf(cable.second().dpid()) & 1) == 1;
                links += isOne == isOther ? 0 : 1;
                bits += isOne == isOther ? 0 : FabricMetrics.bitsPerSecond(topology, cable);
            }
            if (links < best) {
                best = links;
                bestBits = bits;
            }
        }
        return new Bisection(best, bestBits, 0, true);
    }
}
