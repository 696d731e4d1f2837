package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.FlowScheduler;
import io.heddle.routing.elephant.Placement;
import io.heddle.routing.elephant.SchedulerName;

/** The scheduler of each name. */
public final class Schedulers {

    private Schedulers() {}

    /** The scheduler called {@code name}. */
    public static FlowScheduler named(SchedulerName name) {
        return switch (name) {
            case ECMP -> (space, flows, current, seed) -> Placement.hashed(flows.size());
            case GLOBAL_FIRST_FIT -> new FirstFit();
            case SIMULATED_ANNEALING -> new Annealing();
            case EDGE_COLORING -> new EdgeColoring();
            case HEDDLE -> new Heddle();
            case BEST_FIT -> new BestFit();
            case LEAST_UTILISED -> new LeastUtilised(LeastUtilised.Sign.UTILISATION);
        };
    }

    /** Away from links whose queues grow: for comparison in the simulator only, as no switch reports its queues to a controller. */
    public static FlowScheduler queueOccupancy() {
        return new LeastUtilised(LeastUtilised.Sign.QUEUE);
    }
}
