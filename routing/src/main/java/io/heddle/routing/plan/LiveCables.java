package io.heddle.routing.plan;

import io.heddle.topology.Topology;
import io.heddle.topology.clos.Cable;

/** The cables that carry packets now, as the planner sees it: what a plan heals around is not among them. */
public final class LiveCables {

    private LiveCables() {}

    /** Whether {@code cable}, which is one of the blueprint, counts as alive where {@code topology} is what is seen. */
    public static boolean isAlive(Cable cable, Topology topology) {
        return Liveness.isAlive(cable, topology);
    }
}
