package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The figures that tell how good a fabric is.
 *
 * <p>They are of the live fabric: cables of the blueprint whose two ports are up. Beyond {@value #LARGE} cables distances and path
 * counts are those of the design instead, which is then only exact if nothing is missing: {@link #isExact} says so.
 *
 * @param diameter links between switches on the longest shortest path between two edge switches
 * @param bisectionLinks cables to cut so that the fabric falls into two halves: half of the cables between the two tiers that have
 *     fewest; exact for designs with an even number of equal pods, and for irregular graphs of up to {@value #SMALL} switches, where
 *     all halves are tried; otherwise an estimate, or 0 for a large irregular graph
 * @param bisectionBitsPerSecond the capacity of these cables in one direction; 0 where ports do not tell
 * @param pathsInPod shortest paths between edge switches of one pod
 * @param pathsBetweenPods shortest paths between edge switches of different pods (all of them, in designs without pods)
 * @param oversubscription capacity of all host ports over that of the narrowest tier above; empty for an irregular graph or without
 *     hosts
 * @param isExact whether every figure is exact for the fabric as it is now
 */
public record FabricMetrics(
        int diameter,
        long bisectionLinks,
        long bisectionBitsPerSecond,
        PathCounts pathsInPod,
        PathCounts pathsBetweenPods,
        OptionalDouble oversubscription,
        boolean isExact) {

    static final int LARGE = 20_000;
    static final int SMALL = 16;

    /** The figures of a recognised fabric. */
    public static FabricMetrics of(FabricDesign design, Blueprint blueprint, Topology topology) {
        List<Cable> live = blueprint.cables().stream()
                .filter(cable -> topology.isUp(cable.first()) && topology.isUp(cable.second()))
                .toList();
        boolean isWhole = live.size() == blueprint.cables().size() && isBuiltOut(design, blueprint);
        boolean isLarge = live.size() > LARGE;
        ShortestPaths paths = isLarge ? ShortestPaths.ofDesign(design) : ShortestPaths.measured(blueprint, live);
        Bisection bisection = Bisection.of(design, blueprint, topology, live);
        boolean isTold = !isLarge || (isWhole && paths.betweenPods().most() > 0);
        return new FabricMetrics(
                paths.diameter(),
                bisection.links(),
                bisection.bitsPerSecond(),
                paths.inPod(),
                paths.betweenPods(),
                oversubscription(design, blueprint, topology, bisection),
                bisection.isExact() && isTold);
    }

    /** Whether a fat-tree has all of its cables; other designs are what they are. */
    private static boolean isBuiltOut(FabricDesign design, Blueprint blueprint) {
        return !(design instanceof FabricDesign.FatTree fatTree)
                || 2L * blueprint.cables().size() == (long) fatTree.k() * fatTree.k() * fatTree.k();
    }

    private static OptionalDouble oversubscription(
            FabricDesign design, Blueprint blueprint, Topology topology, Bisection bisection) {
        long hosts = 0;
        for (ConnectPoint port : blueprint.hostNumbers().keySet()) {
            hosts += topology.port(port).map(Port::bitsPerSecond).orElse(0L);
        }
        long above = bisection.narrowestBitsPerSecond();
        boolean isDefined = !(design instanceof FabricDesign.Irregular) && hosts > 0 && above > 0;
        return isDefined ? OptionalDouble.of((double) hosts / above) : OptionalDouble.empty();
    }

    static long bitsPerSecond(Topology topology, Cable cable) {
        long one = topology.port(cable.first()).map(Port::bitsPerSecond).orElse(0L);
        long other = topology.port(cable.second()).map(Port::bitsPerSecond).orElse(0L);
        return Math.min(one, other);
    }

    static Tier tier(Blueprint blueprint, DatapathId dpid) {
        Position position = blueprint.positions().get(dpid);
        if (position == null) {
            throw new IllegalStateException("switch " + dpid + " has cables but no place");
        }
        return position.tier();
    }
}
