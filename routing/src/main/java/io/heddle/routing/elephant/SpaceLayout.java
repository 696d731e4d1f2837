package io.heddle.routing.elephant;

import io.heddle.routing.elephant.PathSpaceBuilder.Wire;
import java.util.Arrays;
import java.util.List;

/**
 * Where everything of a path space is in its arrays.
 *
 * <p>Links are numbered through: cables up from edges (edge by edge), cables up from aggregations, trunks from cores down to pods
 * (core by core), trunks from aggregations down to edges (aggregation by aggregation), then the links from hosts and those to hosts.
 */
final class SpaceLayout {

    final int pods;
    final int edges;
    final int aggregations;
    final int cores;
    final int hosts;
    final int[] podOfEdge;
    final int[] podOfAggregation;
    final int[] edgeOfHost;
    /** The place of an edge switch among those of its pod. */
    final int[] placeOfEdge;
    /** How many edge switches the largest pod has. */
    final int podWidth;
    /** Where the cables up from each edge begin, and at the end where they end. */
    final int[] firstOfEdge;
    /** The aggregation switch above each cable of an edge. */
    final int[] aboveEdge;
    /** Where the cables up from each aggregation begin, relative to the first of all. */
    final int[] firstOfAggregation;
    /** The core above each cable of an aggregation. */
    final int[] aboveAggregation;
    /** The aggregation switch of a pod below a core, at core × pods + pod; −1 for none. */
    final int[] below;

    /** The plane of each aggregation switch: those under the same cores are in one. In a two-tier fabric each is one of its own. */
    final int[] planeOfAggregation;

    final int planes;
    final int firstUpper;
    final int firstCoreDown;
    final int firstAggregationDown;
    final int firstHost;

    private final List<Wire> lower;
    private final List<Wire> upper;

    SpaceLayout(
            int[] podOfEdge, int[] podOfAggregation, int cores, int[] edgeOfHost, List<Wire> lower, List<Wire> upper) {
        this.lower = List.copyOf(lower);
        this.upper = List.copyOf(upper);
        this.podOfEdge = podOfEdge;
        this.podOfAggregation = podOfAggregation;
        this.edgeOfHost = edgeOfHost;
        this.edges = podOfEdge.length;
        this.aggregations = podOfAggregation.length;
        this.cores = cores;
        this.hosts = edgeOfHost.length;
        this.pods = 1 + Math.max(highest(podOfEdge), highest(podOfAggregation));
        this.placeOfEdge = new int[edges];
        this.podWidth = numberWithinPods();
        this.firstOfEdge = new int[edges + 1];
        this.aboveEdge = group(lower, firstOfEdge);
        this.firstOfAggregation = new int[aggregations + 1];
        this.aboveAggregation = group(upper, firstOfAggregation);
        this.below = new int[cores * pods];
        Arrays.fill(below, -1);
        upper.forEach(wire -> below[wire.above() * pods + podOfAggregation[wire.below()]] = wire.below());
        this.planeOfAggregation = new int[aggregations];
        this.planes = labelPlanes();
        this.firstUpper = lower.size();
        this.firstCoreDown = firstUpper + upper.size();
        this.firstAggregationDown = firstCoreDown + cores * pods;
        this.firstHost = firstAggregationDown + aggregations * podWidth;
    }

    private static int highest(int[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    private int numberWithinPods() {
        int[] next = new int[pods];
        for (int edge = 0; edge < edges; edge++) {
            placeOfEdge[edge] = next[podOfEdge[edge]]++;
        }
        return Math.max(1, highest(next));
    }

    private int labelPlanes() {
        Arrays.fill(planeOfAggregation, -1);
        int next = 0;
        for (int aggregation = 0; aggregation < aggregations; aggregation++) {
            if (planeOfAggregation[aggregation] < 0) {
                planeOfAggregation[aggregation] = next;
                for (int i = firstOfAggregation[aggregation]; i < firstOfAggregation[aggregation + 1]; i++) {
                    for (int pod = 0; pod < pods; pod++) {
                        int mate = below[aboveAggregation[i] * pods + pod];
                        if (mate >= 0 && planeOfAggregation[mate] < 0) {
                            planeOfAggregation[mate] = next;
                        }
                    }
                }
                next++;
            }
        }
        return next;
    }

    /** The upper ends of {@code wires}, grouped by lower end in the order given; fills in where each group begins. */
    private static int[] group(List<Wire> wires, int[] first) {
        wires.forEach(wire -> first[wire.below() + 1]++);
        for (int i = 1; i < first.length; i++) {
            first[i] += first[i - 1];
        }
        int[] next = first.clone();
        int[] above = new int[wires.size()];
        wires.forEach(wire -> above[next[wire.below()]++] = wire.above());
        return above;
    }

    /** The capacity of every link. Cables that lead from one switch down to the same other are one trunk, theirs together. */
    double[] capacities(double[] ofHosts) {
        double[] capacity = new double[firstHost + 2 * hosts];
        int[] nextOfEdge = firstOfEdge.clone();
        for (Wire wire : lower) {
            capacity[nextOfEdge[wire.below()]++] = wire.capacity();
            capacity[aggregationDown(wire.above(), wire.below())] += wire.capacity();
        }
        int[] nextOfAggregation = firstOfAggregation.clone();
        for (Wire wire : upper) {
            capacity[firstUpper + nextOfAggregation[wire.below()]++] = wire.capacity();
            capacity[coreDown(wire.above(), podOfAggregation[wire.below()])] += wire.capacity();
        }
        System.arraycopy(ofHosts, 0, capacity, firstHost, hosts);
        System.arraycopy(ofHosts, 0, capacity, firstHost + hosts, hosts);
        return capacity;
    }

    int coreDown(int core, int pod) {
        return firstCoreDown + core * pods + pod;
    }

    int aggregationDown(int aggregation, int edge) {
        return firstAggregationDown + aggregation * podWidth + placeOfEdge[edge];
    }
}
