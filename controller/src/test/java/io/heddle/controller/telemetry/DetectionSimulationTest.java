package io.heddle.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.ObservedFlow;
import io.heddle.routing.rule.FlowKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How soon elephants are found and how often mice are taken for them, for links of 10 Mbit/s to 40 Gbit/s. Every run has 8 elephants
 * among 1,000 short transfers and 1,000 flows that last but are small. The figures are printed.
 */
class DetectionSimulationTest {

    private static final int SEEDS = 20;
    private static final double[] SHARES = {0.10, 0.10, 0.10, 0.10, 0.20, 0.40, 0.70, 1.00};

    /** What a rate may be off besides chance, because the moments of samples are not known exactly. */
    private static final double SLOTS_AND_BUNDLES = 0.05;

    /** The elephants' delays by share, and the mice that were reported. */
    private static final class Tally {
        final Map<Double, List<Long>> delays = new LinkedHashMap<>();
        int mice;
        int falseAlarms;
        double worstError;
        int outside;
        int rates;

        List<Long> all() {
            List<Long> all = new ArrayList<>();
            delays.values().forEach(all::addAll);
            return all;
        }

        String row(long capacity, SamplingRate rate) {
            return String.format(
                    Locale.ROOT,
                    "%6d Mbit/s, 1 in %5d: found within 2 s %5.1f %%, after %4d ms (10 %%), %4d ms (100 %%), at most %4d ms;"
                            + " %d of %d mice taken for elephants; rates off by at most %2.0f %%, %d of %d outside 95 %%",
                    capacity / 1_000_000,
                    rate.packets(),
                    100.0 * all().stream().filter(delay -> delay <= 2_000).count() / all().size(),
                    median(0.10),
                    median(1.00),
                    Collections.max(all()),
                    falseAlarms,
                    mice,
                    worstError * 100,
                    outside,
                    rates);
        }

        double withinTwoSeconds(double share) {
            List<Long> some = delays.getOrDefault(share, List.of());
            return some.stream().filter(delay -> delay <= 2_000).count() / (double) some.size();
        }

        long median(double share) {
            List<Long> some = new ArrayList<>(delays.getOrDefault(share, List.of()));
            Collections.sort(some);
            return some.get(some.size() / 2);
        }
    }

    private static Tally simulate(long capacity, SamplingRate rate) {
        Tally tally = new Tally();
        for (int seed = 1; seed <= SEEDS; seed++) {
            SampledTraffic traffic = new SampledTraffic(capacity, rate, seed);
            Map<FlowKey, Double> shares = new LinkedHashMap<>();
            Map<FlowKey, Long> starts = new LinkedHashMap<>();
            for (double share : SHARES) {
                long start = 1_000 + traffic.random().nextLong(5_000);
                FlowKey flow = traffic.steady(share, start);
                shares.put(flow, share);
                starts.put(flow, start);
            }
            Set<FlowKey> mice = new HashSet<>(traffic.mice(1_000));
            mice.addAll(traffic.trickles(1_000));
            SampledTraffic.Outcome outcome = traffic.run(new ElephantDetector(ElephantSettings.defaults()));
            shares.forEach((flow, share) -> tally.delays
                    .computeIfAbsent(share, each -> new ArrayList<>())
                    .add(outcome.reportedAt().getOrDefault(flow, Long.MAX_VALUE / 2) - starts.getOrDefault(flow, 0L)));
            tally.mice += mice.size();
            tally.falseAlarms += (int) outcome.reportedAt().keySet().stream()
                    .filter(mice::contains)
                    .count();
            for (ObservedFlow seen : outcome.atEnd()) {
                double truth = shares.getOrDefault(seen.flow(), 0.0) * capacity;
                double error = truth == 0 ? 0 : Math.abs(seen.bitsPerSecond() - truth) / truth;
                tally.worstError = Math.max(tally.worstError, error);
                tally.rates++;
                tally.outside += error > seen.relativeError() + SLOTS_AND_BUNDLES ? 1 : 0;
            }
        }
        return tally;
    }

    /** With the rate that {@link SamplingRate} chooses. */
    @ParameterizedTest(name = "{0} bit/s, seeds 1 to 20")
    @ValueSource(longs = {10_000_000L, 20_000_000L, 100_000_000L, 1_000_000_000L, 10_000_000_000L, 40_000_000_000L})
    void everyElephantIsFoundWithinTwoSecondsAndNoMouseIsTakenForOne(long capacity) {
        Tally tally = simulate(capacity, SamplingRate.forCapacity(capacity));

        System.out.println(tally.row(capacity, SamplingRate.forCapacity(capacity)));
        assertThat(tally.all()).hasSize(SEEDS * SHARES.length).allMatch(delay -> delay <= 2_000);
        assertThat(tally.falseAlarms).isLessThan(tally.mice / 1_000);
        assertThat(tally.falseAlarms).isLessThanOrEqualTo(SEEDS * SHARES.length * 5 / 100);
        assertThat(tally.outside).as("rates outside their interval").isLessThanOrEqualTo(tally.rates * 7 / 100);
    }

    /** Where somebody else chose a rate five times as coarse, what is large is still found, and mice are still mice. */
    @ParameterizedTest(name = "{0} bit/s, seeds 1 to 20")
    @ValueSource(longs = {100_000_000L, 10_000_000_000L})
    void aCoarserRateFindsThemLater(long capacity) {
        SamplingRate coarse =
                new SamplingRate(SamplingRate.forCapacity(capacity).packets() * 5);
        Tally tally = simulate(capacity, coarse);

        System.out.println(tally.row(capacity, coarse));
        assertThat(tally.all()).allMatch(delay -> delay <= 7_000);
        assertThat(tally.withinTwoSeconds(0.10)).isGreaterThanOrEqualTo(0.75);
        assertThat(tally.withinTwoSeconds(0.20)).isEqualTo(1.0);
        assertThat(tally.falseAlarms).isLessThan(tally.mice / 1_000);
    }

    /** With nothing beside it, a switch sends its samples in larger pieces of time. */
    @ParameterizedTest(name = "{0} bit/s, seeds 1 to 100")
    @ValueSource(longs = {10_000_000L, 20_000_000L, 1_000_000_000L, 40_000_000_000L})
    void anElephantAloneIsFoundAsSoon(long capacity) {
        List<Long> delays = new ArrayList<>();
        for (int seed = 1; seed <= 100; seed++) {
            SampledTraffic traffic = new SampledTraffic(capacity, SamplingRate.forCapacity(capacity), seed);
            long start = 1_000 + traffic.random().nextLong(5_000);
            FlowKey flow = traffic.steady(0.10, start);
            SampledTraffic.Outcome outcome = traffic.run(new ElephantDetector(ElephantSettings.defaults()));
            delays.add(outcome.reportedAt().getOrDefault(flow, Long.MAX_VALUE / 2) - start);
        }
        assertThat(delays).as("seconds to find").allMatch(delay -> delay <= 2_000);
    }

    /** What lasts at half the threshold is no elephant, though chance may make it look like one for a while. */
    @ParameterizedTest(name = "{0} bit/s, seeds 1 to 20")
    @ValueSource(longs = {20_000_000L, 1_000_000_000L})
    void fewFlowsOfHalfTheThresholdAreTakenForElephants(long capacity) {
        int reported = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            SampledTraffic traffic = new SampledTraffic(capacity, SamplingRate.forCapacity(capacity), seed);
            for (int i = 0; i < 50; i++) {
                traffic.steady(0.05, traffic.random().nextLong(5_000));
            }
            reported += traffic.run(new ElephantDetector(ElephantSettings.defaults()))
                    .reportedAt()
                    .size();
        }
        System.out.println(
                capacity + " bit/s: " + reported + " of " + 50 * SEEDS + " flows of half the threshold reported");
        assertThat(reported).isLessThan(50 * SEEDS / 4);
    }
}
