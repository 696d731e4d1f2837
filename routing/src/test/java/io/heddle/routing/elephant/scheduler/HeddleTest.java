package io.heddle.routing.elephant.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.elephant.DemandEstimator;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.LinkLoads;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import io.heddle.routing.elephant.workload.Traffic;
import io.heddle.routing.elephant.workload.TrafficPattern;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeddleTest {
    private static final PathSpace SPACE = PathSpace.fatTree(8);
    private final Heddle heddle = new Heddle();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aPlacementThatIsGoodIsNotTouched(long seed) {
        Flows flows = SchedulersTest.flows(SPACE, new TrafficPattern.Bijection(), seed);
        Placement first = heddle.place(SPACE, flows, Placement.hashed(flows.size()), seed);

        assertThat(heddle.place(SPACE, flows, first, seed + 1)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void roundsUnderTheSameDemandsComeToRestAndNeverGetWorse(long seed) {
        Flows flows = SchedulersTest.flows(SPACE, new TrafficPattern.RandomPeers("randx4", 4), seed);
        Placement placement = heddle.place(SPACE, flows, Placement.hashed(flows.size()), seed);
        double most = SchedulersTest.total(SPACE, flows, placement);
        int moves = flows.size();
        for (int round = 0; round < 12 && moves > 0; round++) {
            Placement next = heddle.place(SPACE, flows, placement, seed + round);
            moves = next.moves(flows, placement);
            double total = SchedulersTest.total(SPACE, flows, next);
            assertThat(moves).isLessThanOrEqualTo(flows.size() / 4);
            assertThat(total).isGreaterThanOrEqualTo(most - 1e-9);
            most = total;
            placement = next;
        }

        assertThat(moves).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void someNewFlowsMoveAtMostAQuarterOfAll(long seed) {
        Flows before = Traffic.draw(SPACE, new TrafficPattern.Bijection(), seed);
        Flows estimated = DemandEstimator.estimate(SPACE, before);
        Placement placement = heddle.place(SPACE, estimated, Placement.hashed(before.size()), seed);
        Flows after = swapped(before, new SplittableRandom(seed));
        int[] paths = placement.paths();
        for (int flow = 0; flow < paths.length; flow++) {
            paths[flow] = after.destination(flow) == before.destination(flow) ? paths[flow] : Placement.HASHED;
        }
        Placement current = Placement.of(paths);

        Placement next = heddle.place(SPACE, after, current, seed);

        assertThat(next.moves(after, current)).isBetween(1, after.size() / 4);
        assertThat(SchedulersTest.total(SPACE, after, next)).isGreaterThan(SchedulersTest.total(SPACE, after, current));
    }

    /** Five pairs of flows exchange their destinations. */
    private static Flows swapped(Flows flows, SplittableRandom random) {
        int size = flows.size();
        int[] sources = new int[size];
        int[] destinations = new int[size];
        int[] hashed = new int[size];
        Arrays.setAll(sources, flows::source);
        Arrays.setAll(destinations, flows::destination);
        Arrays.setAll(hashed, flows::hashed);
        for (int pair = 0; pair < 5; pair++) {
            int one = random.nextInt(size);
            int other = random.nextInt(size);
            int kept = destinations[one];
            destinations[one] = destinations[other];
            destinations[other] = kept;
            for (int flow : new int[] {one, other}) {
                hashed[flow] =
                        Traffic.hash(SPACE, SPACE.edgeOf(sources[flow]), SPACE.edgeOf(destinations[flow]), random);
            }
        }
        return DemandEstimator.estimate(SPACE, Flows.between(sources, destinations, hashed));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aFailureMovesTheFlowsItHitsAndLeavesNoneWithoutAWay(long seed) {
        PathSpace broken = SchedulersTest.broken(SPACE, seed);
        // Drawn on the broken fabric, so that the hash, which heals by itself, sends nothing over dead cables.
        Flows flows = SchedulersTest.flows(broken, new TrafficPattern.RandomPeers("random", 1), seed);
        Placement placement = heddle.place(SPACE, flows, Placement.hashed(flows.size()), seed);

        Placement next = heddle.place(broken, flows, placement, seed);

        for (int flow = 0; flow < flows.size(); flow++) {
            int from = SPACE.edgeOf(flows.source(flow));
            int to = SPACE.edgeOf(flows.destination(flow));
            assertThat(from == to || broken.isUsable(from, to, next.taken(flows, flow)))
                    .as("flow %d", flow)
                    .isTrue();
        }
        assertThat(SchedulersTest.total(broken, flows, next))
                .isGreaterThan(SchedulersTest.total(broken, flows, placement));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noLinkHasMoreThanItCarriesOrEcmpWouldPutOnIt(long seed) {
        for (TrafficPattern pattern : TrafficPattern.all(8)) {
            Flows flows = SchedulersTest.flows(SPACE, pattern, seed);
            Placement none = Placement.hashed(flows.size());

            double[] loads = LinkLoads.of(SPACE, flows, heddle.place(SPACE, flows, none, seed));

            double[] hashed = LinkLoads.of(SPACE, flows, none);
            for (int link = 0; link < loads.length; link++) {
                assertThat(loads[link])
                        .as("%s, link %d", pattern.title(), link)
                        .isLessThanOrEqualTo(Math.max(1, hashed[link]) * (1 + 1e-5));
            }
        }
    }

    @Test
    void aFewFlowsWithoutConflictAreLeftToTheHash() {
        Flows flows = DemandEstimator.estimate(
                SPACE, Flows.between(new int[] {0, 5, 20}, new int[] {40, 60, 100}, new int[] {1, 6, 11}));

        assertThat(heddle.place(SPACE, flows, Placement.hashed(3), 1)).isEqualTo(Placement.hashed(3));
    }
}
