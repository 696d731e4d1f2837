package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.LinkLoads;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import java.util.Arrays;

/**
 * A placement in the making: where each flow is now, and what that adds up to on every link of the fabric.
 *
 * <p>A flow that has not been put anywhere is at {@link Placement#HASHED} and loads nothing.
 */
final class Board {

    final PathSpace space;
    final Flows flows;
    final double[] loads;
    final double[] capacities;
    final int[] paths;
    /** The edge switches of each flow. */
    final int[] from;

    final int[] to;
    private final int[] links = new int[PathSpace.LONGEST];

    Board(PathSpace space, Flows flows) {
        this.space = space;
        this.flows = flows;
        this.loads = new double[space.fabricLinks()];
        this.capacities = Arrays.copyOf(space.capacities(), loads.length);
        this.paths = new int[flows.size()];
        this.from = new int[flows.size()];
        this.to = new int[flows.size()];
        Arrays.fill(paths, Placement.HASHED);
        Arrays.setAll(from, flow -> space.edgeOf(flows.source(flow)));
        Arrays.setAll(to, flow -> space.edgeOf(flows.destination(flow)));
    }

    /** Whether there is anything to choose for a flow. */
    boolean isPlaceable(int flow) {
        return from[flow] != to[flow] && !flows.isFixed(flow);
    }

    boolean isUsable(int flow, int path) {
        return space.isUsable(from[flow], to[flow], path);
    }

    /** Puts a flow, which is nowhere, on a path. */
    void put(int flow, int path) {
        paths[flow] = path;
        shift(flow, path, flows.demand(flow));
    }

    /** Takes a flow off the path it is on. */
    void lift(int flow) {
        shift(flow, paths[flow], -flows.demand(flow));
        paths[flow] = Placement.HASHED;
    }

    void move(int flow, int path) {
        lift(flow);
        put(flow, path);
    }

    private void shift(int flow, int path, double demand) {
        int count = space.fabricLinks(from[flow], to[flow], path, links);
        for (int i = 0; i < count; i++) {
            loads[links[i]] += demand;
        }
    }

    /** How much the loads exceed capacities, over all links. */
    double excess() {
        return LinkLoads.excess(space, loads);
    }

    double excessOf(int link, double load) {
        return Math.max(0, load - capacities[link] * (1 + LinkLoads.ROUNDING));
    }

    /** By how much the excess grows if {@code demand} is added on the links of a path. */
    double added(int flow, int path, double demand) {
        int count = space.fabricLinks(from[flow], to[flow], path, links);
        double added = 0;
        for (int i = 0; i < count; i++) {
            double load = loads[links[i]];
            added += excessOf(links[i], load + demand) - excessOf(links[i], load);
        }
        return added;
    }

    /** Puts fixed flows where they are, and those that no one will place where the hash sends them. */
    void putFixed(Placement current) {
        for (int flow = 0; flow < paths.length; flow++) {
            if (flows.isFixed(flow)) {
                put(flow, current.taken(flows, flow));
            }
        }
    }

    /** The board as a placement: a flow that is nowhere, or where the hash sends it, is left to the hash. */
    Placement placement(Placement current) {
        int[] result = paths.clone();
        for (int flow = 0; flow < result.length; flow++) {
            if (flows.isFixed(flow)) {
                result[flow] = current.path(flow);
            } else if (result[flow] == flows.hashed(flow)) {
                result[flow] = Placement.HASHED;
            }
        }
        return Placement.of(result);
    }
}
