package io.heddle.routing.elephant;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the switches, cables and hosts of a {@link PathSpace}.
 *
 * <p>Switches of one tier, and hosts, are numbered from 0 in the order they are added; so are the cables upward from one switch, so
 * that adding dead ones too keeps the numbers of paths over a failure.
 */
public final class PathSpaceBuilder {

    private final List<Integer> podOfEdge = new ArrayList<>();
    private final List<Integer> podOfAggregation = new ArrayList<>();
    private final List<Integer> cores = new ArrayList<>();
    private final List<Integer> edgeOfHost = new ArrayList<>();
    private final List<Double> hostCapacities = new ArrayList<>();
    private final List<Wire> lower = new ArrayList<>();
    private final List<Wire> upper = new ArrayList<>();

    /** A cable between neighbouring tiers: the numbers of the switches at its ends, and its capacity, 0 where it is dead. */
    record Wire(int below, int above, double capacity) {}

    /** One more edge switch; gives its number. */
    public int addEdge(int pod) {
        podOfEdge.add(pod);
        return podOfEdge.size() - 1;
    }

    /** One more aggregation switch, or spine of a two-tier fabric (whose switches are all in pod 0); gives its number. */
    public int addAggregation(int pod) {
        podOfAggregation.add(pod);
        return podOfAggregation.size() - 1;
    }

    /** One more core switch; gives its number. */
    public int addCore() {
        cores.add(cores.size());
        return cores.size() - 1;
    }

    /** One more host, with the capacity of its link; gives its number. */
    public int addHost(int edge, double capacity) {
        edgeOfHost.add(edge);
        hostCapacities.add(capacity);
        return edgeOfHost.size() - 1;
    }

    /** A cable from an edge switch to an aggregation switch of its pod; capacity 0 where it is dead. */
    public PathSpaceBuilder lowerCable(int edge, int aggregation, double capacity) {
        lower.add(new Wire(edge, aggregation, capacity));
        return this;
    }

    /** A cable from an aggregation switch to a core switch; capacity 0 where it is dead. */
    public PathSpaceBuilder upperCable(int aggregation, int core, double capacity) {
        upper.add(new Wire(aggregation, core, capacity));
        return this;
    }

    /** What was added up to now. */
    public PathSpace build() {
        SpaceLayout layout =
                new SpaceLayout(ints(podOfEdge), ints(podOfAggregation), cores.size(), ints(edgeOfHost), lower, upper);
        double[] hosts = hostCapacities.stream().mapToDouble(each -> each).toArray();
        return new PathSpace(layout, layout.capacities(hosts));
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(each -> each).toArray();
    }
}
