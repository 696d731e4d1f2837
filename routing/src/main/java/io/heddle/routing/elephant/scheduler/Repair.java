package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.LinkLoads;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import java.util.stream.IntStream;

/** Moves single flows off overloaded links to where they add less, as long as that lowers the excess; each pass looks at all flows on such links. */
final class Repair {

    private static final int MOST_PASSES = 6;

    /** Up to so many flows a pass also looks at those on links that it overloads itself on its way. */
    private static final int FEW = 10_000;

    /** A move must gain this share of its flow's demand, or it is not worth making. */
    private static final double WORTH = 0.01;

    private final Board board;
    private final PathSearch search;
    private final int[] links = new int[PathSpace.LONGEST];

    Repair(Board board) {
        this.board = board;
        this.search = new PathSearch(board);
    }

    /** Repairs with at most so many moves; gives how many were made. */
    int run(int mostMoves) {
        return passes(mostMoves, false);
    }

    /** Moves flows off links with more than is allowed, whatever else that overloads; as {@link #run}. */
    int clear(int mostMoves) {
        board.prohibit();
        return passes(mostMoves, true);
    }

    private int passes(int mostMoves, boolean isOnlyProhibited) {
        int[] smallestFirst = smallestFirst(isOnlyProhibited);
        int moves = 0;
        for (int pass = 0; pass < MOST_PASSES && smallestFirst.length > 0; pass++) {
            int before = moves;
            for (int i = 0; i < smallestFirst.length && moves < mostMoves; i++) {
                int flow = smallestFirst[i];
                moves += isOver(flow, isOnlyProhibited) && relocate(flow) ? 1 : 0;
            }
            if (moves == before) {
                break;
            }
            smallestFirst = smallestFirst(isOnlyProhibited);
        }
        return moves;
    }

    /** The flows on overloaded links, or all if they are few. The smallest come first: they fit in most places. */
    private int[] smallestFirst(boolean isOnlyProhibited) {
        int[] over = IntStream.range(0, board.paths.length)
                .filter(flow -> board.paths.length <= FEW || isOver(flow, isOnlyProhibited))
                .toArray();
        return board.flows.smallestFirst(over);
    }

    /** Moves flows back to where they were if that harms nobody. */
    void settle(Placement current) {
        for (int flow : board.flows.largestFirst()) {
            int before = current.taken(board.flows, flow);
            int path = board.paths[flow];
            if (board.isPlaceable(flow) && path != before && path != Placement.HASHED && board.isUsable(flow, before)) {
                double growth = board.move(flow, before);
                if (growth > 0) {
                    board.move(flow, path);
                }
            }
        }
    }

    private boolean isOver(int flow, boolean isOnlyProhibited) {
        if (board.paths[flow] == Placement.HASHED || !board.isPlaceable(flow)) {
            return false;
        }
        int count = board.space.fabricLinks(board.from[flow], board.to[flow], board.paths[flow], links);
        for (int i = 0; i < count; i++) {
            boolean isOver = isOnlyProhibited
                    ? !board.isAllowed(links[i])
                    : board.loads[links[i]] > board.capacities[links[i]] * (1 + LinkLoads.ROUNDING);
            if (isOver) {
                return true;
            }
        }
        return false;
    }

    private boolean relocate(int flow) {
        int path = board.paths[flow];
        double freed = -board.lift(flow);
        int better = search.leastAdded(flow, freed - WORTH * board.flows.demand(flow), path);
        board.put(flow, better == Placement.HASHED ? path : better);
        return better != Placement.HASHED;
    }
}
