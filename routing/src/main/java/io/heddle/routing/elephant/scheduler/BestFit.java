package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.FlowScheduler;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;

/** The largest demand first, each on the path whose fullest link is least full with it; among equals where the flow already is. */
final class BestFit implements FlowScheduler {

    @Override
    public Placement place(PathSpace space, Flows flows, Placement current, long seed) {
        Board board = new Board(space, flows);
        board.putFixed(current);
        placeRest(board, current);
        return board.placement(current);
    }

    /** Puts every flow that is nowhere yet. */
    static void placeRest(Board board, Placement current) {
        PathSearch search = new PathSearch(board);
        for (int flow : board.flows.largestFirst()) {
            if (board.isPlaceable(flow) && board.paths[flow] == Placement.HASHED) {
                board.put(flow, search.leastLoaded(flow, current.taken(board.flows, flow)));
            }
        }
    }
}
