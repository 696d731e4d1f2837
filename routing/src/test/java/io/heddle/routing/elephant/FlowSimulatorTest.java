package io.heddle.routing.elephant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heddle.routing.elephant.workload.Traffic;
import io.heddle.routing.elephant.workload.TrafficPattern;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowSimulatorTest {
    private static final PathSpace SPACE = PathSpace.fatTree(4);

    @Test
    void twoFlowsOnOneUplinkGetHalfEach() {
        // Hosts 0 and 1 share an edge switch; both go up by cable 0, on by different ones, to different pods.
        Flows flows = Flows.between(new int[] {0, 1}, new int[] {4, 8}, new int[] {0, 1});

        assertThat(rates(flows)).containsExactly(0.5, 0.5);
    }

    @Test
    void apartTheyGetAllOfIt() {
        Flows flows = Flows.between(new int[] {0, 1}, new int[] {4, 8}, new int[] {0, 2});

        assertThat(rates(flows)).containsExactly(1, 1);
    }

    @Test
    void whatOneCannotUseTheOthersShare() {
        // Three to one host leaves a third to each; the flow beside one of them on its sender's link gets the rest.
        Flows flows = Flows.between(new int[] {0, 2, 3, 0}, new int[] {1, 1, 1, 4}, new int[] {-1, 0, 2, 0});

        double[] rates = rates(flows);

        assertThat(rates[0]).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(rates[3]).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void aDeadLinkCarriesNothing() {
        double[] capacities = SPACE.capacities();
        capacities[SPACE.upLink(0, 0)] = 0;
        PathSpace broken = SPACE.withCapacities(capacities);
        Flows flows = Flows.between(new int[] {0}, new int[] {4}, new int[] {0});

        assertThat(FlowSimulator.rates(broken, flows, Placement.hashed(1))).containsExactly(0);
        assertThat(FlowSimulator.rates(broken, flows, Placement.of(new int[] {2})))
                .containsExactly(1);
    }

    @Test
    void aFlowWhoseWayIsNotKnownIsLimitedByItsHosts() {
        Flows flows = Flows.between(new int[] {0, 0}, new int[] {4, 8}, new int[] {-1, -1});

        assertThat(rates(flows)).containsExactly(0.5, 0.5);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void noLinkIsOverloadedAndEveryFlowHasABottleneckWhereNoneGetsMore(long seed) {
        Flows flows = Traffic.draw(SPACE, new TrafficPattern.RandomPeers("randx4", 4), seed);

        double[] rates = rates(flows);

        double[] loads = new double[SPACE.links()];
        double[] most = new double[SPACE.links()];
        for (int flow = 0; flow < rates.length; flow++) {
            for (int link : linksOf(flows, flow)) {
                loads[link] += rates[flow];
                most[link] = Math.max(most[link], rates[flow]);
            }
        }
        for (int link = 0; link < loads.length; link++) {
            assertThat(loads[link]).as("link %d", link).isLessThanOrEqualTo(SPACE.capacity(link) + 1e-9);
        }
        for (int flow = 0; flow < rates.length; flow++) {
            boolean hasBottleneck = false;
            for (int link : linksOf(flows, flow)) {
                hasBottleneck |= loads[link] > SPACE.capacity(link) - 1e-9 && rates[flow] > most[link] - 1e-9;
            }
            assertThat(hasBottleneck).as("flow %d", flow).isTrue();
        }
    }

    @Test
    void sprayedPermutationsGetAllAndAnOversubscribedFabricItsShare() {
        Flows flows = Traffic.draw(SPACE, new TrafficPattern.Bijection(), 3);
        PathSpace narrow = PathSpace.leafSpine(1, 2, 4, 1);
        Flows across = Flows.between(new int[] {0, 1, 2, 3}, new int[] {4, 5, 6, 7}, new int[4]);

        assertThat(SpraySimulator.rates(SPACE, flows)).containsOnly(1);
        assertThat(SpraySimulator.rates(narrow, across)).containsOnly(0.25);
    }

    private static double[] rates(Flows flows) {
        return FlowSimulator.rates(SPACE, flows, Placement.hashed(flows.size()));
    }

    private static int[] linksOf(Flows flows, int flow) {
        int[] links = new int[PathSpace.LONGEST];
        int count = SPACE.fabricLinks(
                SPACE.edgeOf(flows.source(flow)), SPACE.edgeOf(flows.destination(flow)), flows.hashed(flow), links);
        links[count] = SPACE.linkFrom(flows.source(flow));
        links[count + 1] = SPACE.linkTo(flows.destination(flow));
        return Arrays.copyOf(links, count + 2);
    }
}
