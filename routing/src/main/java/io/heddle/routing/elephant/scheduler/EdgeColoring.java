package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.FlowScheduler;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import java.util.stream.IntStream;

/**
 * Colours all flows alike, whatever their demands: exact where each host sends and receives one, even in number elsewhere.
 *
 * <p>Where an edge switch has more flows than cables up, several colours stand for each cable. What gets no colour because of dead
 * cables is placed by best fit.
 */
final class EdgeColoring implements FlowScheduler {

    @Override
    public Placement place(PathSpace space, Flows flows, Placement current, long seed) {
        Board board = new Board(space, flows);
        board.putFixed(current);
        int[] placeable =
                IntStream.range(0, flows.size()).filter(board::isPlaceable).toArray();
        if (placeable.length > 0) {
            new ClosColoring(board, placeable, 0, folds(board, placeable)).place(current, Integer.MAX_VALUE);
        }
        BestFit.placeRest(board, current);
        return board.placement(current);
    }

    /** How many flows share a cable at the busiest edge switch, in either direction. */
    private static int folds(Board board, int[] placeable) {
        int[] out = new int[board.space.edges()];
        int[] in = new int[board.space.edges()];
        for (int flow : placeable) {
            out[board.from[flow]]++;
            in[board.to[flow]]++;
        }
        int folds = 1;
        for (int edge = 0; edge < out.length; edge++) {
            int cables = Math.max(1, board.space.upsOf(edge));
            folds = Math.max(folds, (Math.max(out[edge], in[edge]) + cables - 1) / cables);
        }
        return folds;
    }
}
