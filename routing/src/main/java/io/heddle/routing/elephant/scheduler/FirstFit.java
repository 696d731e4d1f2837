package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.FlowScheduler;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;

/**
 * Hedera's Global First Fit (NSDI 2010 §IV.B): in the order of their coming, each flow gets the first path on which its whole demand can
 * be reserved, from left to right; one that fits nowhere stays with the hash and reserves nothing.
 *
 * <p>A flow that has a reservation keeps it as long as it fits.
 */
final class FirstFit implements FlowScheduler {

    @Override
    public Placement place(PathSpace space, Flows flows, Placement current, long seed) {
        Board board = new Board(space, flows);
        PathSearch search = new PathSearch(board);
        board.putFixed(current);
        for (int flow = 0; flow < flows.size(); flow++) {
            if (board.isPlaceable(flow) && current.isSteered(flow) && search.fits(flow, current.path(flow))) {
                board.put(flow, current.path(flow));
            }
        }
        for (int flow = 0; flow < flows.size(); flow++) {
            if (board.isPlaceable(flow) && board.paths[flow] == Placement.HASHED) {
                board.put(flow, search.firstFit(flow));
            }
        }
        return board.placement(current);
    }
}
