package io.heddle.routing.elephant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heddle.routing.elephant.workload.Traffic;
import io.heddle.routing.elephant.workload.TrafficPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemandEstimatorTest {
    private static final PathSpace SPACE = PathSpace.fatTree(4);
    private static final double THIRD = 1.0 / 3;

    /** The flows between four hosts of the example in Hedera §IV.A. */
    @Test
    void theExampleOfThePaperComesOutAsInThePaper() {
        int[] from = {0, 0, 0, 1, 1, 1, 2, 2, 3, 3};
        int[] to = {1, 2, 3, 0, 0, 2, 0, 3, 1, 1};

        Flows flows = DemandEstimator.estimate(SPACE, flows(from, to));

        double[] expected = {
            THIRD, THIRD, THIRD, THIRD, THIRD, THIRD, THIRD, 2 * THIRD, THIRD, THIRD,
        };
        for (int flow = 0; flow < expected.length; flow++) {
            assertThat(flows.demand(flow)).as("flow %d", flow).isCloseTo(expected[flow], within(1e-9));
        }
    }

    @Test
    void aLoneFlowTakesTheWholeLink() {
        assertThat(DemandEstimator.estimate(SPACE, flows(new int[] {0}, new int[] {9}))
                        .demand(0))
                .isEqualTo(1);
    }

    @Test
    void aReceiverOfManyGivesEachAnEvenShare() {
        Flows flows = DemandEstimator.estimate(SPACE, flows(new int[] {0, 1, 2, 3}, new int[] {9, 9, 9, 9}));

        assertThat(flows.demand(0)).isCloseTo(0.25, within(1e-9));
        assertThat(flows.demand(3)).isCloseTo(0.25, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void estimatesAreTheFairRatesOfANetworkWithoutAFabric(long seed) {
        Flows flows = Traffic.draw(SPACE, new TrafficPattern.RandomPeers("randx3", 3), seed);

        Flows estimated = DemandEstimator.estimate(SPACE, flows);

        double[] ideal = FlowSimulator.idealRates(SPACE, flows);
        for (int flow = 0; flow < ideal.length; flow++) {
            assertThat(estimated.demand(flow)).as("flow %d", flow).isCloseTo(ideal[flow], within(1e-6));
        }
    }

    private static Flows flows(int[] from, int[] to) {
        return Flows.between(from, to, new int[from.length]);
    }
}
