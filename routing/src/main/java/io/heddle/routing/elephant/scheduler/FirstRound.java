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
        if (built.excess() <= 0 || !round.isSmall()) {
            return round.guarded(built);
        }
        Placement firstFit = new FirstFit().place(round.space, round.flows, round.current, round.seed);
        Placement annealed = new Annealing().place(round.space, round.flows, round.current, round.seed);
        Placement best = choose(candidates(built, firstFit, annealed));
        // Hedera's may overload links that ours may not.
        double goal = Math.max(round.throughput(firstFit), round.throughput(annealed));
        ThroughputSearch search = new ThroughputSearch(round);
        return choose(List.of(search.climb(best, goal), search.climb(round.guarded(cleared(annealed)), goal)));
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

    private List<Placement> candidates(Board best, Placement firstFit, Placement annealed) {
        List<Placement> candidates = new ArrayList<>();
        candidates.add(round.current);
        candidates.add(round.guarded(best));
        new FlowSearch(best, round.seed).run();
        new Repair(best).clear(Integer.MAX_VALUE);
        candidates.add(round.guarded(best));
        for (Placement theirs : List.of(firstFit, annealed)) {
            candidates.add(round.guarded(theirs));
            candidates.add(round.guarded(cleared(theirs)));
        }
        return candidates;
    }

    /** A placement with flows moved off links that have more than they may. */
    private Board cleared(Placement placement) {
        Board board = round.board();
        for (int flow = 0; flow < board.paths.length; flow++) {
            int path = placement.taken(round.flows, flow);
            if (round.flows.isFixed(flow) || (board.isPlaceable(flow) && board.isUsable(flow, path))) {
                board.put(flow, path);
            }
        }
        new Repair(board).clear(Integer.MAX_VALUE);
        new Walk(board, round.seed).clear(Walk.CLEARING, Walk.MOST_GIVEN_BACK);
        return board;
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
