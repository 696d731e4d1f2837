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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Some flows end, others begin, in a fabric that is full of flows as large as a link; the rounds after that are counted. */
class ChurnTest {

    private static final int MOST_ROUNDS = 40;

    private final Heddle heddle = new Heddle();

    /** Per mille of the flows, and a seed. */
    @ParameterizedTest
    @CsvSource({"16, 20, 1", "16, 20, 2", "16, 10, 3", "24, 10, 4"})
    void roundByRoundAllAreLetInAndNoRoundMovesMoreThanAQuarter(int k, int perMille, long seed) {
        PathSpace space = PathSpace.fatTree(k);
        Live live = new Live(space, seed);
        live.placed(heddle.place(space, live.flows(), live.current(), seed));
        live.churn(space.hosts() * perMille / 2_000);
        Flows flows = live.flows();
        double least = 0;
        int rounds = 0;
        while (excess(space, flows, live.current()) > 0 && rounds < MOST_ROUNDS) {
            Placement next = heddle.place(space, flows, live.current(), seed);
            assertThat(next.moves(flows, live.current())).isBetween(1, flows.size() / 4);
            double total = SchedulersTest.total(space, flows, next);
            assertThat(total).as("round %d", rounds).isGreaterThanOrEqualTo(least);
            least = total;
            live.placed(next);
            rounds++;
        }

        assertThat(SchedulersTest.total(space, flows, live.current())).isEqualTo(flows.size());
        assertThat(heddle.place(space, flows, live.current(), seed)).isEqualTo(live.current());
    }

    /** Rounds of which each begins with other flows never undo what the hash alone would reach. */
    @ParameterizedTest
    @CsvSource({"8, 50, 1", "16, 50, 2", "16, 200, 3"})
    void underLastingChurnNoLinkGetsWorseThanUnderEcmp(int k, int perMille, long seed) {
        PathSpace space = PathSpace.fatTree(k);
        Live live = new Live(space, seed);
        for (int round = 0; round < 8; round++) {
            Flows flows = live.flows();
            Placement next = heddle.place(space, flows, live.current(), seed + round);
            double[] loads = LinkLoads.of(space, flows, next);
            double[] hashed = LinkLoads.of(space, flows, Placement.hashed(flows.size()));
            for (int link = 0; link < loads.length; link++) {
                assertThat(loads[link]).isLessThanOrEqualTo(Math.max(1, hashed[link]) * (1 + 1e-5));
            }
            assertThat(SchedulersTest.total(space, flows, next))
                    .isGreaterThan(SchedulersTest.total(space, flows, Placement.hashed(flows.size())));
            live.placed(next);
            live.churn(space.hosts() * perMille / 2_000);
        }
    }

    private static double excess(PathSpace space, Flows flows, Placement placement) {
        return LinkLoads.excess(space, LinkLoads.of(space, flows, placement));
    }

    /** A permutation of hosts that changes by pairs. */
    private static final class Live {
        private final PathSpace space;
        private final SplittableRandom random;
        private final int[] sources;
        private final int[] destinations;
        private final int[] hashed;
        private final int[] steered;

        Live(PathSpace space, long seed) {
            Flows drawn = Traffic.draw(space, new TrafficPattern.Bijection(), seed);
            this.space = space;
            this.random = new SplittableRandom(seed);
            this.sources = new int[drawn.size()];
            this.destinations = new int[drawn.size()];
            this.hashed = new int[drawn.size()];
            this.steered = new int[drawn.size()];
            Arrays.setAll(sources, drawn::source);
            Arrays.setAll(destinations, drawn::destination);
            Arrays.setAll(hashed, drawn::hashed);
            Arrays.fill(steered, Placement.HASHED);
        }

        Flows flows() {
            return DemandEstimator.estimate(space, Flows.between(sources, destinations, hashed));
        }

        Placement current() {
            return Placement.of(steered);
        }

        void placed(Placement placement) {
            Arrays.setAll(steered, placement::path);
        }

        /** So many pairs of flows end, and others begin between the same hosts. */
        void churn(int pairs) {
            for (int pair = 0; pair < pairs; pair++) {
                int one = random.nextInt(sources.length);
                int other = random.nextInt(sources.length);
                if (one != other && sources[one] != destinations[other] && sources[other] != destinations[one]) {
                    int kept = destinations[one];
                    destinations[one] = destinations[other];
                    destinations[other] = kept;
                    begin(one);
                    begin(other);
                }
            }
        }

        private void begin(int flow) {
            hashed[flow] = Traffic.hash(space, space.edgeOf(sources[flow]), space.edgeOf(destinations[flow]), random);
            steered[flow] = Placement.HASHED;
        }
    }
}
