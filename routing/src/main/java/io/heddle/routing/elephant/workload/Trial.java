package io.heddle.routing.elephant.workload;

import io.heddle.routing.elephant.DemandEstimator;
import io.heddle.routing.elephant.FlowSimulator;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import io.heddle.routing.elephant.SpraySimulator;
import java.util.Arrays;

/**
 * How one contestant did with the flows of one pattern and seed.
 *
 * <p>The control is a switch without blocking: the same flows, max-min fair, limited by the links of hosts only. It needs no estimation
 * of demands, and for permutations it is the optimum of any definition. For other patterns it is not the largest total that could be
 * reached: who starves a flow between two busy hosts makes room for two others, so a bad placement can win in total what it takes from
 * some. {@link #fairPercent} therefore counts no flow for more than the switch would give it; it is 100 only if every flow gets that, and
 * then {@link #percent} is, too.
 *
 * @param pattern title of the pattern
 * @param seed what it was drawn from
 * @param contestant title of the contestant
 * @param flows how many flows there were
 * @param steered how many of them were given a path other than that of the hash
 * @param percent what the flows carry together, in per cent of what they carry over the switch
 * @param fairPercent the same, counting each flow up to its share of the switch
 * @param milliseconds processor time of estimating, placing and comparing with the placement before
 * @param bytes allocated by the same
 */
public record Trial(
        String pattern,
        long seed,
        String contestant,
        int flows,
        int steered,
        double percent,
        double fairPercent,
        double milliseconds,
        long bytes) {

    private static final double NANOSECONDS = 1e6;

    /** The traffic of a trial and what the control makes of it. */
    public static final class Setting {
        private final PathSpace space;
        private final String pattern;
        private final long seed;
        private final Flows flows;
        private final double[] ideal;

        public Setting(PathSpace space, TrafficPattern pattern, long seed) {
            this.space = space;
            this.pattern = pattern.title();
            this.seed = seed;
            this.flows = Traffic.draw(space, pattern, seed);
            this.ideal = FlowSimulator.idealRates(space, flows);
        }

        /** Lets {@code contestant} try. */
        public Trial of(Contestant contestant, Meter meter) {
            return switch (contestant) {
                case Contestant.Placing placing -> of(placing, meter);
                case Contestant.Spraying spraying ->
                    trial(spraying.title(), SpraySimulator.rates(space, flows), 0, 0, 0);
            };
        }

        private Trial of(Contestant.Placing placing, Meter meter) {
            Placement before = Placement.hashed(flows.size());
            long bytes = meter.bytes().getAsLong();
            long start = meter.nanoseconds().getAsLong();
            Flows estimated = DemandEstimator.estimate(space, flows);
            Placement placement = placing.scheduler().place(space, estimated, before, seed);
            int steered = placement.moves(estimated, before);
            double milliseconds = (meter.nanoseconds().getAsLong() - start) / NANOSECONDS;
            bytes = meter.bytes().getAsLong() - bytes;
            double[] rates = FlowSimulator.rates(space, estimated, placement);
            return trial(placing.title(), rates, steered, milliseconds, bytes);
        }

        private Trial trial(String title, double[] rates, int steered, double milliseconds, long bytes) {
            double fair = 0;
            for (int flow = 0; flow < rates.length; flow++) {
                fair += Math.min(rates[flow], ideal[flow]);
            }
            double best = Arrays.stream(ideal).sum();
            return new Trial(
                    pattern,
                    seed,
                    title,
                    rates.length,
                    steered,
                    percent(Arrays.stream(rates).sum(), best),
                    percent(fair, best),
                    milliseconds,
                    bytes);
        }

        private static double percent(double some, double all) {
            return all > 0 ? 100 * some / all : 100;
        }
    }
}
