package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.Placement;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The search step of small fabrics, where packing fractions greedily leaves too much to chance: simulated annealing of single flows over
 * all their paths, from the placement on a board, with the excess as its energy.
 */
final class FlowSearch {

    private static final int STEPS_PER_FLOW = 400;
    private static final int MOST_STEPS = 60_000;
    /** In shares of the largest demand. */
    private static final double FIRST_TEMPERATURE = 0.25;

    private final Board board;
    private final SplittableRandom random;

    FlowSearch(Board board, long seed) {
        this.board = board;
        this.random = new SplittableRandom(seed);
    }

    /** Leaves on the board the best placement met. */
    void run() {
        int[] flows = IntStream.range(0, board.paths.length)
                .filter(flow -> board.isPlaceable(flow) && board.paths[flow] != Placement.HASHED)
                .toArray();
        double unit = IntStream.of(flows).mapToDouble(board.flows::demand).max().orElse(0);
        int steps = Math.min(MOST_STEPS, STEPS_PER_FLOW * flows.length);
        int[] best = board.paths.clone();
        double energy = board.excess();
        double least = energy;
        for (int step = 0; step < steps && least > 1e-9 * unit; step++) {
            energy += step(flows[random.nextInt(flows.length)], FIRST_TEMPERATURE * unit * (steps - step) / steps);
            if (energy < least - 1e-9 * unit) {
                least = energy;
                System.arraycopy(board.paths, 0, best, 0, best.length);
            }
        }
        for (int flow : flows) {
            board.move(flow, best[flow]);
        }
    }

    private double step(int flow, double temperature) {
        int before = board.paths[flow];
        int path = random.nextInt(board.space.pathNumbers());
        if (!board.space.isOverCores(board.from[flow], board.to[flow])) {
            path -= path % board.space.width();
        }
        if (path == before || !board.isUsable(flow, path)) {
            return 0;
        }
        double change = board.move(flow, path);
        if (change > 0 && random.nextDouble() >= Math.exp(-change / temperature)) {
            board.move(flow, before);
            return 0;
        }
        return change;
    }
}
