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

    private static final double PENALTY = 4;
    private static final double PROHIBITION = 1_000;

    final PathSpace space;
    final Flows flows;
    final double[] loads;
    final double[] capacities;
    final int[] paths;
    /** The edge switches of each flow. */
    final int[] from;

    final int[] to;
    private final double[] allowed;
    private final double[] penalty = {PENALTY};
    private final int[] links = new int[PathSpace.LONGEST];

    /** A board on which nothing but capacity counts. */
    Board(PathSpace space, Flows flows) {
        this(space, flows, unlimited(space));
    }

    private static double[] unlimited(PathSpace space) {
        double[] allowed = new double[space.fabricLinks()];
        Arrays.fill(allowed, Double.POSITIVE_INFINITY);
        return allowed;
    }

    /** A board on which what exceeds {@code allowed} weighs {@link #PENALTY} times as much again. */
    Board(PathSpace space, Flows flows, double[] allowed) {
        this.allowed = allowed;
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

    /** From now on what exceeds what is allowed outweighs everything else. */
    void prohibit() {
        penalty[0] = PROHIBITION;
    }

    boolean isAllowed(int link) {
        return loads[link] <= allowed[link] * (1 + LinkLoads.ROUNDING);
    }

    /** Whether a link lives and has room for so many flows of {@code unit} more. */
    boolean hasRoom(int link, double unit, int some) {
        double capacity = capacities[link];
        return capacity > 0 && (unit == 0 || loads[link] + unit * some <= capacity * (1 + LinkLoads.ROUNDING));
    }

    /** Whether there is anything to choose for a flow. */
    boolean isPlaceable(int flow) {
        return from[flow] != to[flow] && !flows.isFixed(flow);
    }

    /** Whether a flow is on the board, or need not be. */
    boolean isPlaced(int flow) {
        return paths[flow] != Placement.HASHED || !isPlaceable(flow);
    }

    boolean isUsable(int flow, int path) {
        return space.isUsable(from[flow], to[flow], path);
    }

    /** Puts a flow, which is nowhere, on a path; gives by how much the excess grew. */
    double put(int flow, int path) {
        paths[flow] = path;
        return shift(flow, path, flows.demand(flow));
    }

    /** Takes a flow off the path it is on; gives by how much the excess grew, which is never more than 0. */
    double lift(int flow) {
        double growth = shift(flow, paths[flow], -flows.demand(flow));
        paths[flow] = Placement.HASHED;
        return growth;
    }

    double move(int flow, int path) {
        return lift(flow) + put(flow, path);
    }

    private double shift(int flow, int path, double demand) {
        int count = space.fabricLinks(from[flow], to[flow], path, links);
        double growth = 0;
        for (int i = 0; i < count; i++) {
            int link = links[i];
            double load = loads[link] + demand;
            growth += excessOf(link, load) - excessOf(link, loads[link]);
            loads[link] = load;
        }
        return growth;
    }

    /** How much the loads exceed capacities and what is allowed, over all links. */
    double excess() {
        double excess = 0;
        for (int link = 0; link < loads.length; link++) {
            excess += excessOf(link, loads[link]);
        }
        return excess;
    }

    /** What a load on a link adds to the excess. */
    double excessOf(int link, double load) {
        double over = load - capacities[link] * (1 + LinkLoads.ROUNDING);
        return over <= 0 ? 0 : over + penalty[0] * Math.max(0, load - allowed[link] * (1 + LinkLoads.ROUNDING));
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
