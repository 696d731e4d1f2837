package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.FlowScheduler;
import io.heddle.routing.elephant.FlowSimulator;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.LinkLoads;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import io.heddle.routing.elephant.PlacementGuard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ours: what each set of demands asks for, with as few moves as possible.
 *
 * <ol>
 *   <li>Where every flow has a way and no link is overloaded, nothing is moved.
 *   <li>Flows of which no two fit on one link are coloured, exactly ({@link ClosColoring}), each where it is now if it can be. All
 *       others stay where they fit, or go, the largest first, to the least loaded path ({@link BestFit}). Single moves mend what is
 *       still overloaded ({@link Repair}).
 *   <li>Once flows are steered, a round moves at most a quarter of them. While none is, everything may be placed afresh, and is placed
 *       a second time without regard to where it is now if the first left something overloaded.
 *   <li>In a small fabric that still has overloaded links, single flows are annealed ({@link FlowSearch}), and the simulated throughput
 *       decides between the result, Hedera's two placements and the present one.
 *   <li>Later rounds also try to mend the present placement by single moves, and keep it if neither way lowers the excess.
 * </ol>
 *
 * <p>No link is loaded beyond its capacity with more than ECMP would put on it ({@link PlacementGuard}).
 */
final class Heddle implements FlowScheduler {

    /** The largest share of flows that a round moves once some are steered. */
    private static final double MOST_MOVED = 0.25;

    /** The shares of those moves that colouring may take: fewer where mending what it leaves then takes too many. */
    private static final List<Double> COLORING_SHARES = List.of(0.8, 0.5, 0.2);

    /** Up to so many pairs of a flow and a path number a fabric is small. */
    private static final int SMALL = 20_000;

    @Override
    public Placement place(PathSpace space, Flows flows, Placement current, long seed) {
        Board now = present(space, flows, current);
        if (now.excess() <= 0 && IntStream.range(0, flows.size()).allMatch(flow -> isPlaced(now, flow))) {
            return current;
        }
        return new Round(space, flows, current).place(now, seed);
    }

    /** Steps of {@link Walk}: first, where something is not allowed, and then without doing what is not allowed. */
    private static final int FIRST_WALK = 3_000;

    private static final int CLEARING_WALK = 1_000;
    private static final int LAST_WALK = 12_000;
    private static final int MOST_GIVEN_BACK = 100;

    /** Up to so many flows the walks are worth their time; with more, chance evens out by itself. */
    private static final int WALKED = 10_000;

    /** Every flow where it is now, if that way lives. */
    private static Board present(PathSpace space, Flows flows, Placement current) {
        Board board = new Board(space, flows);
        for (int flow = 0; flow < flows.size(); flow++) {
            int taken = current.taken(flows, flow);
            if (flows.isFixed(flow) || (board.isPlaceable(flow) && board.isUsable(flow, taken))) {
                board.put(flow, taken);
            }
        }
        return board;
    }

    private static boolean isPlaced(Board board, int flow) {
        return !board.isPlaceable(flow) || board.paths[flow] != Placement.HASHED;
    }

    /** One round that has something to do. */
    private static final class Round {
        private final PathSpace space;
        private final Flows flows;
        private final Placement current;
        private final boolean isFresh;

        Round(PathSpace space, Flows flows, Placement current) {
            this.space = space;
            this.flows = flows;
            this.current = current;
            this.isFresh = IntStream.range(0, flows.size()).noneMatch(current::isSteered);
        }

        Placement place(Board now, long seed) {
            if (isFresh) {
                Board built = build(now, seed, 1);
                boolean isSmall = (long) flows.size() * space.pathNumbers() <= SMALL;
                return built.excess() > 0 && isSmall
                        ? choose(candidates(built, seed))
                        : guarded(built.placement(current));
            }
            Placement next = guarded(mended(now, seed).placement(current));
            for (double share : COLORING_SHARES) {
                if (energy(next) <= 0) {
                    break;
                }
                Placement rebuilt = guarded(build(now, seed, share).placement(current));
                if (rebuilt.moves(flows, current) <= mostMoves() && energy(rebuilt) < energy(next)) {
                    next = rebuilt;
                }
            }
            boolean isNeeded = IntStream.range(0, flows.size()).anyMatch(flow -> !isPlaced(now, flow));
            return isNeeded || energy(next) < energy(guarded(current)) ? next : guarded(current);
        }

        private double energy(Placement placement) {
            return LinkLoads.excess(space, LinkLoads.of(space, flows, placement));
        }

        private int mostMoves() {
            return isFresh ? Integer.MAX_VALUE : (int) Math.max(1, MOST_MOVED * flows.size());
        }

        /** The present placement, with single moves where something is overloaded. */
        private Board mended(Board now, long seed) {
            Board board = new Board(space, flows, LinkLoads.allowed(space, flows, current));
            for (int flow = 0; flow < flows.size(); flow++) {
                if (now.paths[flow] != Placement.HASHED) {
                    board.put(flow, now.paths[flow]);
                }
            }
            int moves = placeRest(board, now, Integer.MAX_VALUE);
            new Repair(board).run(mostMoves() - moves);
            new Walk(board, seed).clear(CLEARING_WALK, MOST_GIVEN_BACK);
            return board;
        }

        private boolean isWalked() {
            return flows.size() <= WALKED;
        }

        private Placement guarded(Placement wanted) {
            return new PlacementGuard(space, flows).restrain(wanted, current, Integer.MAX_VALUE);
        }

        private Board build(Board now, long seed, double coloringShare) {
            Board board = new Board(space, flows, LinkLoads.allowed(space, flows, current));
            board.putFixed(current);
            int budget = mostMoves();
            int[] whole = whole(board);
            if (whole.length > 0) {
                double unit =
                        Arrays.stream(whole).mapToDouble(flows::demand).max().orElseThrow();
                new ClosColoring(board, whole, unit, 1).place(current, (int) (coloringShare * budget));
            }
            budget -= isFresh ? 0 : moves(board);
            budget -= placeRest(board, now, budget);
            Repair repair = new Repair(board);
            budget -= repair.run(budget);
            if (isFresh && isWalked()) {
                new Walk(board, seed).run(FIRST_WALK, false);
            }
            repair.settle(current);
            repair.clear(budget);
            Walk walk = new Walk(board, seed);
            walk.clear(CLEARING_WALK, MOST_GIVEN_BACK);
            walk.run(isFresh && isWalked() ? LAST_WALK : 0, false);
            return board;
        }

        /** The flows of which no two fit on one link. */
        private int[] whole(Board board) {
            double capacity = Arrays.stream(board.capacities)
                    .filter(each -> each > 0)
                    .min()
                    .orElse(0);
            return IntStream.range(0, flows.size())
                    .filter(flow -> board.isPlaceable(flow) && flows.demand(flow) > capacity * (0.5 + 1e-6))
                    .toArray();
        }

        private int moves(Board board) {
            return (int) IntStream.range(0, flows.size())
                    .filter(flow ->
                            board.paths[flow] != Placement.HASHED && board.paths[flow] != current.taken(flows, flow))
                    .count();
        }

        /** Puts the flows that are nowhere; gives how many of those went elsewhere than they are now. */
        private int placeRest(Board board, Board now, int mostMoves) {
            PathSearch search = new PathSearch(board);
            int moves = 0;
            for (int flow : flows.largestFirst()) {
                if (isPlaced(board, flow)) {
                    continue;
                }
                int path = now.paths[flow];
                boolean isStaying =
                        path != Placement.HASHED && (moves >= mostMoves || (!isFresh && search.fits(flow, path)));
                board.put(flow, isStaying ? path : search.leastLoaded(flow, path));
                moves += path == Placement.HASHED || board.paths[flow] == path ? 0 : 1;
            }
            return moves;
        }

        private List<Placement> candidates(Board best, long seed) {
            List<Placement> candidates = new ArrayList<>();
            candidates.add(current);
            candidates.add(guarded(best.placement(current)));
            new FlowSearch(best, seed).run();
            new Repair(best).clear(Integer.MAX_VALUE);
            candidates.add(guarded(best.placement(current)));
            candidates.add(guarded(new FirstFit().place(space, flows, current, seed)));
            candidates.add(guarded(new Annealing().place(space, flows, current, seed)));
            return candidates;
        }

        /** The candidate with the highest throughput; of equal ones the first. */
        private Placement choose(List<Placement> candidates) {
            Placement best = candidates.getFirst();
            double most = throughput(best);
            for (Placement candidate : candidates.subList(1, candidates.size())) {
                double throughput = throughput(candidate);
                if (throughput > most * (1 + 1e-9)) {
                    most = throughput;
                    best = candidate;
                }
            }
            return best;
        }

        private double throughput(Placement placement) {
            return Arrays.stream(FlowSimulator.rates(space, flows, placement)).sum();
        }
    }
}
