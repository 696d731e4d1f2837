package io.heddle.routing.elephant;

import java.util.Arrays;

/**
 * What flows would carry if each were spread packet by packet over all its paths, and receivers did not mind the disorder.
 *
 * <p>All cables up from a switch then carry the same, so they count as one trunk; so do those down to an edge switch, or to a pod. That
 * is exact where all cables of a trunk are alike, and too good where some are dead. Real receivers do mind: TCP takes packets that
 * overtake each other for losses.
 */
public final class SpraySimulator {

    private SpraySimulator() {}

    /** The rate of every flow, in the unit of capacities. */
    public static double[] rates(PathSpace space, Flows flows) {
        int edges = space.edges();
        double[] capacity = new double[2 * edges + 2 * space.pods() + 2 * space.hosts()];
        int firstPod = 2 * edges;
        int firstHost = firstPod + 2 * space.pods();
        sumTrunks(space, capacity);
        for (int host = 0; host < space.hosts(); host++) {
            capacity[firstHost + host] = space.capacity(space.linkFrom(host));
            capacity[firstHost + space.hosts() + host] = space.capacity(space.linkTo(host));
        }
        int[] links = new int[flows.size() * PathSpace.LONGEST];
        int[] first = new int[flows.size() + 1];
        int next = 0;
        for (int flow = 0; flow < flows.size(); flow++) {
            int from = space.edgeOf(flows.source(flow));
            int to = space.edgeOf(flows.destination(flow));
            links[next++] = firstHost + flows.source(flow);
            links[next++] = firstHost + space.hosts() + flows.destination(flow);
            if (from != to) {
                links[next++] = from;
                links[next++] = edges + to;
            }
            if (space.isOverCores(from, to)) {
                links[next++] = firstPod + space.podOf(from);
                links[next++] = firstPod + space.pods() + space.podOf(to);
            }
            first[flow + 1] = next;
        }
        return FlowSimulator.fill(capacity, Arrays.copyOf(links, next), first);
    }

    private static void sumTrunks(PathSpace space, double[] capacity) {
        int firstPod = 2 * space.edges();
        for (int edge = 0; edge < space.edges(); edge++) {
            for (int up = 0; up < space.upsOf(edge); up++) {
                capacity[edge] += space.capacity(space.upLink(edge, up));
                capacity[space.edges() + edge] += space.capacity(space.upLink(edge, up));
            }
        }
        for (int aggregation = 0; aggregation < space.aggregations(); aggregation++) {
            int pod = firstPod + space.podOfAggregation(aggregation);
            for (int on = 0; on < space.onsOf(aggregation); on++) {
                capacity[pod] += space.capacity(space.onLink(aggregation, on));
                capacity[pod + space.pods()] += space.capacity(space.onLink(aggregation, on));
            }
        }
    }
}
