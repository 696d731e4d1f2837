package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.LinkLoads;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Raises what flows carry together by single moves, judged by the simulator itself: for small fabrics only, and only where a placement
 * that may not be used, since it overloads links, would carry more than those that may.
 *
 * <p>Looks at flows in random order and at all their paths, keeps whatever carries as much or more and overloads no link that is not
 * allowed to be, and ends when {@code goal} is reached or after a number of simulations.
 */
final class ThroughputSearch {

    private static final int MOST_SIMULATIONS = 6_000;
    private static final double ROUNDING = 1e-9;

    private final Round round;
    private final double[] allowed;
    private final SplittableRandom random;
    private final int[] links = new int[PathSpace.LONGEST];

    ThroughputSearch(Round round) {
        this.round = round;
        this.allowed = LinkLoads.allowed(round.space, round.flows, round.current);
        this.random = new SplittableRandom(round.seed);
    }

    /** A placement that carries as much as {@code start} or more; {@code start} must be one that may be used. */
    Placement climb(Placement start, double goal) {
        int[] flows = placeable();
        Placement best = start;
        double most = round.throughput(start);
        double[] loads = LinkLoads.of(round.space, round.flows, start);
        for (int tried = 0; tried < MOST_SIMULATIONS && flows.length > 0 && most < goal * (1 - ROUNDING); tried++) {
            int flow = flows[random.nextInt(flows.length)];
            int before = best.taken(round.flows, flow);
            int path = path(flow);
            if (path != before && round.now.isUsable(flow, path) && isAllowed(flow, before, path, loads)) {
                Placement other = moved(best, flow, path);
                double throughput = round.throughput(other);
                if (throughput >= most * (1 - ROUNDING)) {
                    shift(flow, before, -round.flows.demand(flow), loads);
                    shift(flow, path, round.flows.demand(flow), loads);
                    most = Math.max(most, throughput);
                    best = other;
                }
            }
        }
        return best;
    }

    private int[] placeable() {
        int[] flows = new int[round.flows.size()];
        Arrays.setAll(flows, flow -> flow);
        return Arrays.stream(flows)
                .filter(flow -> round.now.isPlaceable(flow) && round.now.paths[flow] != Placement.HASHED)
                .toArray();
    }

    private int path(int flow) {
        int path = random.nextInt(round.space.pathNumbers());
        return round.space.isOverCores(round.now.from[flow], round.now.to[flow])
                ? path
                : path - path % round.space.width();
    }

    private Placement moved(Placement placement, int flow, int path) {
        int[] paths = placement.paths();
        paths[flow] = path == round.flows.hashed(flow) ? Placement.HASHED : path;
        return Placement.of(paths);
    }

    /** Whether no link of a path has more than it may when a flow comes there from another. */
    private boolean isAllowed(int flow, int before, int path, double[] loads) {
        double demand = round.flows.demand(flow);
        shift(flow, before, -demand, loads);
        int count = round.space.fabricLinks(round.now.from[flow], round.now.to[flow], path, links);
        boolean isAllowed = true;
        for (int i = 0; i < count; i++) {
            isAllowed &= loads[links[i]] + demand <= allowed[links[i]] * (1 + LinkLoads.ROUNDING);
        }
        shift(flow, before, demand, loads);
        return isAllowed;
    }

    private void shift(int flow, int path, double demand, double[] loads) {
        int count = round.space.fabricLinks(round.now.from[flow], round.now.to[flow], path, links);
        for (int i = 0; i < count; i++) {
            loads[links[i]] += demand;
        }
    }
}
