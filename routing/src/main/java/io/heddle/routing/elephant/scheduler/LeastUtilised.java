package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.FlowScheduler;
import io.heddle.routing.elephant.FlowSimulator;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import java.util.SplittableRandom;

/**
 * Reacts to what links show, without estimating demands: flows on the busiest links go to a path whose busiest link shows less, round
 * after round, until one moves nothing or {@value #MOST_ROUNDS} are over.
 */
final class LeastUtilised implements FlowScheduler {

    private static final int MOST_ROUNDS = 10;

    /** A flow moves only if its new path then shows less than its old one by this much. */
    private static final double MARGIN = 0.05;

    /** How many paths are compared where most look alike. */
    private static final int SAMPLES = 8;

    private final Sign sign;

    LeastUtilised(Sign sign) {
        this.sign = sign;
    }

    /** What is read off a link. */
    enum Sign {
        /** How full it is: what flows carry now, which is never more than fits. A link counts as busy from 90 %. */
        UTILISATION,
        /** What is offered beyond what it can carry, which makes its queue grow; nothing on all links that are not full. */
        QUEUE;

        double shown(double fill) {
            return switch (this) {
                case UTILISATION -> fill;
                case QUEUE -> Math.max(0, fill - 1);
            };
        }

        boolean isBusy(double shown) {
            return switch (this) {
                case UTILISATION -> shown >= 0.9;
                case QUEUE -> shown > MARGIN;
            };
        }
    }

    @Override
    public Placement place(PathSpace space, Flows flows, Placement current, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Placement placement = current;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Placement next = new Round(space, flows, placement, random).run();
            if (next.equals(placement)) {
                break;
            }
            placement = next;
        }
        return placement;
    }

    /** One look at all links, and the moves that follow. */
    private final class Round {
        private final Board board;
        private final PathSearch search;
        private final Placement before;
        private final SplittableRandom random;

        Round(PathSpace space, Flows flows, Placement before, SplittableRandom random) {
            boolean isOffered = sign == Sign.QUEUE;
            this.board =
                    new Board(space, isOffered ? flows : flows.withDemands(FlowSimulator.rates(space, flows, before)));
            this.search = new PathSearch(board);
            this.before = before;
            this.random = random;
        }

        Placement run() {
            for (int flow = 0; flow < board.paths.length; flow++) {
                int taken = before.taken(board.flows, flow);
                if (board.flows.isFixed(flow) || (board.isPlaceable(flow) && board.isUsable(flow, taken))) {
                    board.put(flow, taken);
                }
            }
            for (int flow : board.flows.largestFirst()) {
                if (board.isPlaceable(flow)) {
                    reconsider(flow);
                }
            }
            return board.placement(before);
        }

        private void reconsider(int flow) {
            int path = board.paths[flow];
            double now = Double.POSITIVE_INFINITY;
            if (path != Placement.HASHED) {
                board.lift(flow);
                now = sign.shown(search.fill(flow, path));
                if (!sign.isBusy(now)) {
                    board.put(flow, path);
                    return;
                }
            }
            int other = sign == Sign.UTILISATION ? search.leastLoaded(flow, path) : sampled(flow);
            boolean isBetter = sign.shown(search.fill(flow, other)) < now - MARGIN;
            board.put(flow, isBetter ? other : path);
        }

        /** The one that shows least of some random paths. */
        private int sampled(int flow) {
            int best = Placement.HASHED;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < SAMPLES; i++) {
                int path = random.nextInt(board.space.pathNumbers());
                path -= board.space.isOverCores(board.from[flow], board.to[flow]) ? 0 : path % board.space.width();
                double shown = sign.shown(search.fill(flow, path));
                if (shown < least) {
                    least = shown;
                    best = path;
                }
            }
            return best;
        }
    }
}
