package io.heddle.routing.elephant.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heddle.routing.elephant.DemandEstimator;
import io.heddle.routing.elephant.FlowScheduler;
import io.heddle.routing.elephant.FlowSimulator;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.LinkLoads;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.elephant.workload.Traffic;
import io.heddle.routing.elephant.workload.TrafficPattern;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.ClosShape.PodShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulersTest {

    /** Healthy and broken fabrics of every kind. */
    static List<PathSpace> spaces() {
        List<PathSpace> spaces = new ArrayList<>(List.of(
                PathSpace.fatTree(4),
                PathSpace.leafSpine(3, 5, 3, 2),
                PathSpace.leafSpine(2, 4, 6, 1),
                PathSpace.foldedClos(new ClosShape(
                        List.of(new PodShape(2, 3, 3, 2), new PodShape(3, 2, 2, 1), new PodShape(1, 3, 4, 1)), 2, 2))));
        List.copyOf(spaces).forEach(space -> spaces.add(broken(space, 7)));
        return spaces;
    }

    /** Some cables dead, both directions, but no edge switch cut off. */
    static PathSpace broken(PathSpace space, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] capacities = space.capacities();
        for (int edge = 0; edge < space.edges(); edge += 2) {
            int up = random.nextInt(space.upsOf(edge));
            capacities[space.upLink(edge, up)]--;
            capacities[space.aggregationDown(space.aggregationAbove(edge, up), edge)]--;
        }
        for (int aggregation = 0; aggregation < space.aggregations(); aggregation += 3) {
            if (space.onsOf(aggregation) > 1) {
                int on = random.nextInt(space.onsOf(aggregation));
                capacities[space.onLink(aggregation, on)]--;
                capacities[space.coreDown(space.coreAbove(aggregation, on), space.podOfAggregation(aggregation))]--;
            }
        }
        return space.withCapacities(capacities);
    }

    private static List<FlowScheduler> all() {
        List<FlowScheduler> all = new ArrayList<>();
        Arrays.stream(SchedulerName.values()).map(Schedulers::named).forEach(all::add);
        all.add(Schedulers.queueOccupancy());
        return all;
    }

    @Test
    void flowsAreSteeredOverLivePathsOnlyAndTheSameWayEveryTime() {
        for (PathSpace space : spaces()) {
            Flows flows = flows(space, new TrafficPattern.RandomPeers("randx2", 2), 3);
            Placement none = Placement.hashed(flows.size());
            for (FlowScheduler scheduler : all()) {
                Placement placement = scheduler.place(space, flows, none, 5);

                assertThat(scheduler.place(space, flows, none, 5)).isEqualTo(placement);
                for (int flow = 0; flow < flows.size(); flow++) {
                    assertThat(isFine(space, flows, placement, flow))
                            .as("%s %d", scheduler, flow)
                            .isTrue();
                }
            }
        }
    }

    private static boolean isFine(PathSpace space, Flows flows, Placement placement, int flow) {
        int from = space.edgeOf(flows.source(flow));
        int to = space.edgeOf(flows.destination(flow));
        return !placement.isSteered(flow)
                || (from != to
                        && placement.path(flow) != flows.hashed(flow)
                        && space.isUsable(from, to, placement.path(flow)));
    }

    @Test
    void fixedFlowsStayWhereTheyAre() {
        for (PathSpace space : spaces()) {
            Flows drawn = flows(space, new TrafficPattern.RandomPeers("random", 1), 4);
            boolean[] fixed = new boolean[drawn.size()];
            int[] paths = new int[drawn.size()];
            for (int flow = 0; flow < fixed.length; flow++) {
                fixed[flow] = flow % 3 == 0;
                paths[flow] = fixed[flow]
                        ? Traffic.hash(
                                space,
                                space.edgeOf(drawn.source(flow)),
                                space.edgeOf(drawn.destination(flow)),
                                new SplittableRandom(flow))
                        : Placement.HASHED;
            }
            Flows flows = drawn.withFixed(fixed);
            Placement current = Placement.of(paths);
            for (FlowScheduler scheduler : all().subList(1, all().size())) {
                Placement placement = scheduler.place(space, flows, current, 5);

                for (int flow = 0; flow < fixed.length; flow += 3) {
                    assertThat(placement.path(flow)).isEqualTo(paths[flow]);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void permutationsGetEverythingByColouringAndByOurs(long seed) {
        for (PathSpace space : List.of(PathSpace.fatTree(4), PathSpace.fatTree(12), PathSpace.leafSpine(3, 5, 6, 2))) {
            Flows flows = flows(space, new TrafficPattern.Bijection(), seed);
            for (SchedulerName name : List.of(SchedulerName.EDGE_COLORING, SchedulerName.HEDDLE)) {
                Placement placement = Schedulers.named(name).place(space, flows, Placement.hashed(flows.size()), seed);

                assertThat(FlowSimulator.rates(space, flows, placement))
                        .as(name.text())
                        .containsOnly(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SchedulerName.class)
    void nothingIsDoneAboutNothing(SchedulerName name) {
        Flows none = Flows.between(new int[0], new int[0], new int[0]);

        assertThat(Schedulers.named(name).place(PathSpace.fatTree(4), none, Placement.hashed(0), 1))
                .isEqualTo(Placement.hashed(0));
    }

    @Test
    void firstFitTakesTheFirstPathWithRoomAndKeepsIt() {
        PathSpace space = PathSpace.fatTree(4);
        Flows flows = Flows.between(new int[] {0, 1, 0}, new int[] {4, 8, 12}, new int[] {1, 1, 1})
                .withDemands(new double[] {1, 1, 1});
        FlowScheduler firstFit = Schedulers.named(SchedulerName.GLOBAL_FIRST_FIT);

        Placement placement = firstFit.place(space, flows, Placement.hashed(3), 1);

        assertThat(placement).isEqualTo(Placement.of(new int[] {0, 2, Placement.HASHED}));
        Placement other = Placement.of(new int[] {3, Placement.HASHED, Placement.HASHED});
        assertThat(firstFit.place(space, flows, other, 1).path(0)).isEqualTo(3);
    }

    @Test
    void bestFitEvensOut() {
        PathSpace space = PathSpace.leafSpine(4, 2, 4, 1);
        Flows flows = Flows.between(new int[] {0, 1, 2, 3}, new int[] {4, 5, 6, 7}, new int[4])
                .withDemands(new double[] {0.4, 0.9, 0.6, 0.5});

        Placement placement = Schedulers.named(SchedulerName.BEST_FIT).place(space, flows, Placement.hashed(4), 1);

        double[] loads = LinkLoads.of(space, flows, placement);
        assertThat(Arrays.copyOf(loads, 4)).containsExactlyInAnyOrder(0.4, 0.9, 0.6, 0.5);
    }

    @Test
    void reactingToUtilisationHelpsAndReactingToQueuesDoesToo() {
        PathSpace space = PathSpace.fatTree(8);
        Flows flows = flows(space, new TrafficPattern.Stride(16), 2);
        double hashed = total(space, flows, Placement.hashed(flows.size()));

        for (FlowScheduler scheduler :
                List.of(Schedulers.named(SchedulerName.LEAST_UTILISED), Schedulers.queueOccupancy())) {
            Placement placement = scheduler.place(space, flows, Placement.hashed(flows.size()), 1);

            assertThat(total(space, flows, placement)).isGreaterThan(1.2 * hashed);
        }
    }

    @Test
    void annealingFindsWhatFirstFitMissesInASmallFabric() {
        PathSpace space = PathSpace.fatTree(4);
        double annealed = 0;
        double firstFit = 0;
        for (long seed = 1; seed <= 10; seed++) {
            Flows flows = flows(space, new TrafficPattern.Bijection(), seed);
            Placement none = Placement.hashed(flows.size());
            annealed += total(space, flows, new Annealing().place(space, flows, none, seed));
            firstFit += total(space, flows, new FirstFit().place(space, flows, none, seed));
        }

        assertThat(annealed).isGreaterThan(firstFit);
        assertThat(annealed / 160).isCloseTo(1, within(0.05));
    }

    static double total(PathSpace space, Flows flows, Placement placement) {
        return Arrays.stream(FlowSimulator.rates(space, flows, placement)).sum();
    }

    static Flows flows(PathSpace space, TrafficPattern pattern, long seed) {
        return DemandEstimator.estimate(space, Traffic.draw(space, pattern, seed));
    }
}
