package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.FlowSimulator;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.LinkLoads;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import io.heddle.routing.elephant.PlacementGuard;
import java.util.Arrays;
import java.util.stream.IntStream;

/** One decision of {@link Heddle} that has something to decide: what all its steps look at, and how its results are judged. */
final class Round {

    /** The largest share of flows that a round moves once some are steered. */
    private static final double MOST_MOVED = 0.25;

    /** How many flows a round may move however few there are: those of the smallest fabric. */
    private static final int FEW = 16;

    /** Up to so many pairs of a flow and a path number a fabric is small. */
    private static final int SMALL = 20_000;

    /** Up to so many flows the walks are worth their time; with more, chance evens out by itself. */
    private static final int WALKED = 10_000;

    final PathSpace space;
    final Flows flows;
    final Placement current;
    final long seed;
    /** Every flow where it is now, if that way lives. */
    final Board now;

    final boolean isFresh;
    private final double[] allowed;
    private final PlacementGuard guard;

    Round(PathSpace space, Flows flows, Placement current, long seed) {
        this.space = space;
        this.flows = flows;
        this.current = current;
        this.seed = seed;
        this.allowed = LinkLoads.allowed(space, flows, current);
        this.guard = new PlacementGuard(space, flows);
        this.now = board();
        this.isFresh = IntStream.range(0, flows.size()).noneMatch(current::isSteered);
        for (int flow = 0; flow < flows.size(); flow++) {
            int taken = current.taken(flows, flow);
            if (flows.isFixed(flow) || (now.isPlaceable(flow) && now.isUsable(flow, taken))) {
                now.put(flow, taken);
            }
        }
    }

    /** A board with nothing on it. */
    Board board() {
        return new Board(space, flows, allowed);
    }

    boolean isSmall() {
        return (long) flows.size() * space.pathNumbers() <= SMALL;
    }

    boolean isWalked() {
        return flows.size() <= WALKED;
    }

    int mostMoves() {
        return isFresh ? Integer.MAX_VALUE : (int) Math.max(FEW, MOST_MOVED * flows.size());
    }

    /** How many flows are elsewhere on a board than they are now. */
    int moves(Board board) {
        int moves = 0;
        for (int flow = 0; flow < flows.size(); flow++) {
            moves += board.paths[flow] != Placement.HASHED && board.paths[flow] != current.taken(flows, flow) ? 1 : 0;
        }
        return moves;
    }

    /** Whether every flow that can have a path has one now. */
    boolean isEveryFlowPlaced() {
        return IntStream.range(0, flows.size()).allMatch(now::isPlaced);
    }

    /** As much of a board as may be. */
    Placement guarded(Board board) {
        return guarded(board.placement(current));
    }

    Placement guarded(Placement wanted) {
        return guard.restrain(wanted, current, Integer.MAX_VALUE, allowed);
    }

    double energy(Placement placement) {
        return LinkLoads.excess(space, LinkLoads.of(space, flows, placement));
    }

    double throughput(Placement placement) {
        return Arrays.stream(FlowSimulator.rates(space, flows, placement)).sum();
    }

    /** The flows of which no two fit on one link. */
    int[] whole() {
        double capacity =
                Arrays.stream(now.capacities).filter(each -> each > 0).min().orElse(0);
        return IntStream.range(0, flows.size())
                .filter(flow -> now.isPlaceable(flow) && flows.demand(flow) > capacity * (0.5 + 1e-6))
                .toArray();
    }

    /** The largest demand among some flows; 0 if there is none. */
    double unit(int[] some) {
        return IntStream.of(some).mapToDouble(flows::demand).max().orElse(0);
    }
}
