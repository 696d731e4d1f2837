package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.LinkLoads;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;

/** Looks through the paths of one flow after the other on a board. */
final class PathSearch {

    private final Board board;
    private final PathSpace space;
    private final double[] loads;
    private final double[] capacities;

    PathSearch(Board board) {
        this.board = board;
        this.space = board.space;
        this.loads = board.loads;
        this.capacities = board.capacities;
    }

    /** How full a link would be with {@code demand} more on it; infinitely full if it is dead. */
    private double fill(int link, double demand) {
        return capacities[link] > 0 ? (loads[link] + demand) / capacities[link] : Double.POSITIVE_INFINITY;
    }

    /** How full the fullest link of a path would be with a flow on it. */
    double fill(int flow, int path) {
        int[] links = new int[PathSpace.LONGEST];
        int count = space.fabricLinks(board.from[flow], board.to[flow], path, links);
        double fullest = count < 0 || path < 0 ? Double.POSITIVE_INFINITY : 0;
        for (int i = 0; i < count; i++) {
            fullest = Math.max(fullest, fill(links[i], board.flows.demand(flow)));
        }
        return fullest;
    }

    boolean fits(int flow, int path) {
        return fill(flow, path) <= 1 + LinkLoads.ROUNDING;
    }

    /**
     * The path whose fullest link would be least full with the flow on it, or {@link Placement#HASHED} if none is usable. Among equals
     * it is {@code preferred}, or else the first.
     */
    int leastLoaded(int flow, int preferred) {
        double demand = board.flows.demand(flow);
        int from = board.from[flow];
        int to = board.to[flow];
        Best best = new Best(preferred, preferred < 0 ? Double.POSITIVE_INFINITY : fill(flow, preferred));
        boolean isOverCores = space.isOverCores(from, to);
        int ups = space.upsOf(from);
        for (int up = 0; up < ups; up++) {
            double fill = fill(space.upLink(from, up), demand);
            if (fill >= best.fill[0]) {
                continue;
            }
            int aggregation = space.aggregationAbove(from, up);
            if (isOverCores) {
                overCores(best, aggregation, to, demand, up * space.width(), fill);
            } else {
                best.offer(up * space.width(), Math.max(fill, fill(space.aggregationDown(aggregation, to), demand)));
            }
        }
        return best.path[0];
    }

    private void overCores(Best best, int aggregation, int to, double demand, int path, double fillBelow) {
        int pod = space.podOf(to);
        int ons = space.onsOf(aggregation);
        int lastBelow = -1;
        double lastFill = Double.POSITIVE_INFINITY;
        int firstLink = space.onLink(aggregation, 0);
        for (int on = 0; on < ons; on++) {
            int core = space.coreAbove(aggregation, on);
            int below = space.aggregationBelow(core, pod);
            if (below < 0) {
                continue;
            }
            if (below != lastBelow) {
                lastBelow = below;
                lastFill = Math.max(fillBelow, fill(space.aggregationDown(below, to), demand));
            }
            if (lastFill < best.fill[0]) {
                double onFill = Math.max(lastFill, fill(firstLink + on, demand));
                if (onFill < best.fill[0]) {
                    best.offer(path + on, Math.max(onFill, fill(space.coreDown(core, pod), demand)));
                }
            }
        }
    }

    /** The best path so far. */
    private static final class Best {
        private final int[] path;
        private final double[] fill;

        Best(int path, double fill) {
            this.path = new int[] {fill < Double.POSITIVE_INFINITY ? path : Placement.HASHED};
            this.fill = new double[] {fill};
        }

        void offer(int other, double otherFill) {
            if (otherFill < fill[0]) {
                path[0] = other;
                fill[0] = otherFill;
            }
        }
    }

    /** The first path, from left to right, with room for the flow; {@link Placement#HASHED} if there is none. */
    int firstFit(int flow) {
        double demand = board.flows.demand(flow);
        int from = board.from[flow];
        int ons = space.isOverCores(from, board.to[flow]) ? space.width() : 1;
        for (int up = 0; up < space.upsOf(from); up++) {
            boolean hasRoom = fill(space.upLink(from, up), demand) <= 1 + LinkLoads.ROUNDING;
            for (int on = 0; hasRoom && on < ons; on++) {
                if (fits(flow, up * space.width() + on)) {
                    return up * space.width() + on;
                }
            }
        }
        return Placement.HASHED;
    }

    /**
     * The path on which a flow, which is nowhere, adds least to the excess; the first with room if there is one. {@link Placement#HASHED}
     * if none adds less than {@code bound}. The path {@code avoided} is not considered.
     */
    int leastAdded(int flow, double bound, int avoided) {
        double demand = board.flows.demand(flow);
        int from = board.from[flow];
        int to = board.to[flow];
        int ons = space.isOverCores(from, to) ? space.width() : 1;
        int[] links = new int[PathSpace.LONGEST];
        int best = Placement.HASHED;
        double least = bound;
        for (int up = 0; up < space.upsOf(from) && least > 0; up++) {
            if (added(space.upLink(from, up), demand) >= least) {
                continue;
            }
            for (int on = 0; on < ons && least > 0; on++) {
                int path = up * space.width() + on;
                double added = added(links, space.fabricLinks(from, to, path, links), demand, least);
                if (added < least && path != avoided) {
                    least = added;
                    best = path;
                }
            }
        }
        return best;
    }

    private double added(int[] links, int count, double demand, double bound) {
        double sum = count < 0 ? Double.POSITIVE_INFINITY : 0;
        for (int i = 0; i < count && sum < bound; i++) {
            sum += added(links[i], demand);
        }
        return sum;
    }

    private double added(int link, double demand) {
        return capacities[link] > 0
                ? board.excessOf(link, loads[link] + demand) - board.excessOf(link, loads[link])
                : Double.POSITIVE_INFINITY;
    }
}
