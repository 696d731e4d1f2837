package io.heddle.routing.elephant;

import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import java.util.Comparator;
import java.util.List;

/**
 * A flow that is large enough to be placed.
 *
 * <p>Its ways are written as in {@link io.heddle.routing.plan.Steering}: the port by which it leaves each switch on its way up.
 *
 * @param flow the flow
 * @param source the port of the host that sends it
 * @param destination the port of the host it goes to
 * @param hashed the way that ECMP would send it, as predicted; empty where that is not known or both hosts are at one switch
 * @param steered the way it is steered now; empty when it is not
 * @param isPinned whether an operator wants it to stay where it is
 */
public record Elephant(
        FlowKey flow,
        ConnectPoint source,
        ConnectPoint destination,
        List<ConnectPoint> hashed,
        List<ConnectPoint> steered,
        boolean isPinned)
        implements Comparable<Elephant> {

    private static final Comparator<Elephant> ORDER = Comparator.comparing(Elephant::flow);

    public Elephant {
        hashed = List.copyOf(hashed);
        steered = List.copyOf(steered);
    }

    /** One that nobody steers or pins. */
    public static Elephant found(
            FlowKey flow, ConnectPoint source, ConnectPoint destination, List<ConnectPoint> hashed) {
        return new Elephant(flow, source, destination, hashed, List.of(), false);
    }

    /** By flow; a flow is one elephant at most. */
    @Override
    public int compareTo(Elephant other) {
        return ORDER.compare(this, other);
    }
}
