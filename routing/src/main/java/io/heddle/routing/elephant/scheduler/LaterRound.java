package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.Placement;

/**
 * A round in which flows are steered already: what fits stays, what cannot is placed or mended, and no more than a share of all is moved.
 *
 * <p>Where flows are many there is one placement, in which a few planes are coloured anew. Where they are few, colourings across all
 * planes are tried, too, and the one with the least excess is taken.
 */
final class LaterRound {

    /** The share of a round's moves that filling planes may take where that is enough for two of them: no fewer let everyone in. */
    private static final double FILLING = 0.85;

    /** The share of a round's moves that mending may use up; the rest is for what is not allowed. */
    private static final double MENDING = 0.75;
    /** The shares of the moves that colouring may take: fewer where mending what it leaves then takes too many. */
    private static final double[] COLORING = {0.8, 0.5, 0.2};

    private final Round round;

    LaterRound(Round round) {
        this.round = round;
    }

    Placement place() {
        Placement next = round.guarded(mended(round.board()));
        double energy = round.energy(next);
        int[] whole = round.isWalked() ? round.whole() : new int[0];
        for (int i = 0; energy > 0 && i < COLORING.length && whole.length > 0; i++) {
            Placement colored = round.guarded(colored(whole, COLORING[i]));
            double other = round.energy(colored);
            if (other < energy && colored.moves(round.flows, round.current) <= round.mostMoves()) {
                next = colored;
                energy = other;
            }
        }
        if (!round.isEveryFlowPlaced()) {
            return next;
        }
        Placement present = round.guarded(round.current);
        return energy < round.energy(present) ? next : present;
    }

    /** Every flow where it is now, but for those let into planes, those without a way, and those that single moves help. */
    private Board mended(Board board) {
        board.putFixed(round.current);
        int[] whole = round.whole();
        if (whole.length > 0) {
            int planes = round.space.planes();
            int twoPlanes = Math.min(round.mostMoves(), 2 * ((whole.length + planes - 1) / planes));
            int mostMoves = Math.max((int) (FILLING * round.mostMoves()), twoPlanes);
            new PlaneColoring(board, whole, round.unit(whole)).place(round.now, round.current, mostMoves);
        }
        stay(board);
        finish(board);
        return board;
    }

    private Board colored(int[] whole, double share) {
        Board board = round.board();
        board.putFixed(round.current);
        new ClosColoring(board, whole, round.unit(whole), 1).place(round.current, (int) (share * round.mostMoves()));
        PathSearch search = new PathSearch(board);
        for (int flow : round.flows.largestFirst()) {
            int path = round.now.paths[flow];
            if (!board.isPlaced(flow) && path != Placement.HASHED && search.fits(flow, path)) {
                board.put(flow, path);
            }
        }
        BestFit.placeRest(board, round.current);
        finish(board);
        return board;
    }

    private void stay(Board board) {
        for (int flow = 0; flow < board.paths.length; flow++) {
            if (!board.isPlaced(flow) && round.now.paths[flow] != Placement.HASHED) {
                board.put(flow, round.now.paths[flow]);
            }
        }
        BestFit.placeRest(board, round.current);
    }

    private void finish(Board board) {
        Repair repair = new Repair(board);
        repair.run((int) (MENDING * round.mostMoves()) - round.moves(board));
        if (round.isWalked()) {
            repair.settle(round.current);
        }
        repair.clear(round.mostMoves() - round.moves(board));
        new Walk(board, round.seed).clear(Walk.CLEARING, Walk.MOST_GIVEN_BACK);
    }
}
