package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.Placement;
import java.util.ArrayList;
import java.util.List;

/** A round before which nothing is steered, so that everything may be placed afresh. */
final class FirstRound {

    /** Steps of {@link Walk}: before anything is settled, and at the end without doing what is not allowed. */
    private static final int FIRST_WALK = 3_000;

    private static final int LAST_WALK = 12_000;

    private final Round round;

    FirstRound(Round round) {
        this.round = round;
    }

    Placement place() {
        Board built = built();
        return built.excess() > 0 && round.isSmall() ? choose(candidates(built)) : round.guarded(built);
    }

    private Board built() {
        Board board = round.board();
        board.putFixed(round.current);
        int[] whole = round.whole();
        if (whole.length > 0) {
            new ClosColoring(board, whole, round.unit(whole), 1).place(round.current, Integer.MAX_VALUE);
        }
        BestFit.placeRest(board, round.current);
        Repair repair = new Repair(board);
        repair.run(Integer.MAX_VALUE);
        if (round.isWalked()) {
            new Walk(board, round.seed).run(FIRST_WALK, false);
        }
        repair.settle(round.current);
        repair.clear(Integer.MAX_VALUE);
        // A walk knows where flows are from its beginning on, so that nothing else may move them meanwhile.
        Walk walk = new Walk(board, round.seed);
        walk.clear(Walk.CLEARING, Walk.MOST_GIVEN_BACK);
        walk.run(round.isWalked() ? LAST_WALK : 0, false);
        return board;
    }

    private List<Placement> candidates(Board best) {
        List<Placement> candidates = new ArrayList<>();
        candidates.add(round.current);
        candidates.add(round.guarded(best));
        new FlowSearch(best, round.seed).run();
        new Repair(best).clear(Integer.MAX_VALUE);
        candidates.add(round.guarded(best));
        candidates.add(round.guarded(new FirstFit().place(round.space, round.flows, round.current, round.seed)));
        candidates.add(round.guarded(new Annealing().place(round.space, round.flows, round.current, round.seed)));
        return candidates;
    }

    /** The candidate with the highest throughput; of equal ones the first. */
    private Placement choose(List<Placement> candidates) {
        Placement best = candidates.getFirst();
        double most = round.throughput(best);
        for (Placement candidate : candidates.subList(1, candidates.size())) {
            double throughput = round.throughput(candidate);
            if (throughput > most * (1 + 1e-9)) {
                most = throughput;
                best = candidate;
            }
        }
        return best;
    }
}
