package io.heddle.routing.plan;

import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import java.util.Comparator;
import java.util.List;

/**
 * One flow that does not go where the hash would send it, but up by chosen ports. Down, the way is unique, so nothing is said of it.
 *
 * @param flow the flow
 * @param ways the port by which it leaves each switch on its way up, from its source's edge switch upward: one where the turn is the next
 *     switch (inside a pod, or in a leaf-spine), two across the pods of a three-tier Clos
 */
public record Steering(FlowKey flow, List<ConnectPoint> ways) implements Comparable<Steering> {

    private static final Comparator<Steering> ORDER = Comparator.comparing(Steering::flow);

    public Steering {
        ways = List.copyOf(ways);
        if (ways.isEmpty() || ways.size() > 2) {
            throw new IllegalArgumentException("a flow is steered at one or two switches, not at " + ways.size());
        }
    }

    /** By flow; a flow is steered once. */
    @Override
    public int compareTo(Steering other) {
        return ORDER.compare(this, other);
    }
}
