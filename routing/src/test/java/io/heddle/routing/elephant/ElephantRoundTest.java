package io.heddle.routing.elephant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.elephant.ElephantDecision.Outcome;
import io.heddle.routing.elephant.scheduler.Schedulers;
import io.heddle.routing.plan.Steering;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.verify.TestFabric;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.ClosShape.PodShape;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElephantRoundTest {
    private static final long BITS = FabricGenerator.BITS_PER_SECOND;
    private static final int CAP = 100;

    private final TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(4));
    private final FabricPaths paths = paths(fabric);

    /** Two flows from two hosts of one switch that the hash sends up the same two cables. */
    private final Elephant one = elephant("10.0.0.2", "10.1.0.2", 0);

    private final Elephant other = elephant("10.0.0.3", "10.2.0.2", 0);

    static List<GeneratedFabric> fabrics() {
        return List.of(
                FabricGenerator.fatTree(4).shuffled(5),
                FabricGenerator.leafSpine(3, 4, 2, 2),
                FabricGenerator.foldedClos(
                        new ClosShape(List.of(new PodShape(2, 3, 2, 2), new PodShape(3, 2, 2, 1)), 2, 2)));
    }

    @ParameterizedTest
    @MethodSource("fabrics")
    void everyUsablePathHasAWayThatNamesItAgain(GeneratedFabric drawn) {
        FabricPaths named = paths(TestFabric.full(drawn));
        PathSpace space = named.space();
        int seen = 0;
        for (int source = 0; source < space.hosts(); source++) {
            for (int destination = 0; destination < space.hosts(); destination++) {
                for (int path = 0; path < space.pathNumbers(); path++) {
                    if (space.isUsable(space.edgeOf(source), space.edgeOf(destination), path)
                            && space.edgeOf(source) != space.edgeOf(destination)) {
                        List<ConnectPoint> ways = named.ways(source, destination, path);
                        assertThat(named.path(source, destination, ways)).isEqualTo(path);
                        seen++;
                    }
                }
            }
        }
        assertThat(seen).isPositive();
    }

    @Test
    void capacitiesAreThoseOfThePortsAndNoneWhereACableIsDead() {
        Cable cable = fabric.cable(fabric.at(Tier.EDGE, 0, 0), fabric.at(Tier.AGGREGATION, 0, 0));
        PathSpace cut = paths(fabric.cut(cable)).space();

        assertThat(paths.space().capacity(0)).isEqualTo(BITS);
        assertThat(cut.capacity(cut.upLink(0, 0))).isZero();
        assertThat(cut.isUsable(0, 2, 0)).isFalse();
        assertThat(cut.isUsable(2, 0, 0)).isFalse();
        assertThat(cut.isUsable(0, 2, 2)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("fabrics")
    void afterAnyOfThirtyFailuresAndRepairsOfSeed3TheNextPathsAreThoseMadeAnew(GeneratedFabric drawn) {
        Random random = new Random(3);
        TestFabric now = TestFabric.full(drawn);
        FabricPaths kept = paths(now);
        List<Cable> cables = List.copyOf(drawn.blueprint().cables());
        for (int step = 0; step < 30; step++) {
            Cable cable = cables.get(random.nextInt(cables.size()));
            now = switch (random.nextInt(5)) {
                case 0 -> now.cut(cable);
                case 1 -> now.cutAt(cable, cable.first());
                case 2 -> now.silenced(cable);
                case 3 -> now.withoutSwitch(cable.first().dpid());
                default -> now.healed(cable);
            };
            kept = kept.next(now.model()).orElseThrow();
            assertThat(kept.space().capacities()).isEqualTo(paths(now).space().capacities());
        }
        assertThat(kept.next(TestFabric.full(FabricGenerator.ring(4, 1)).model()))
                .isEmpty();
    }

    @Test
    void whatIsNoClosHasNoPaths() {
        assertThat(FabricPaths.of(TestFabric.full(FabricGenerator.ring(4, 1)).model(), BITS))
                .isEmpty();
    }

    @Test
    void waysThatAreNoneHaveNoNumber() {
        ConnectPoint foreign = ConnectPoint.of(1, 1);
        List<ConnectPoint> ways = paths.ways(0, 4, 3);

        assertThat(paths.path(0, 4, List.of())).isEqualTo(Placement.HASHED);
        assertThat(paths.path(0, 4, List.of(foreign, foreign))).isEqualTo(Placement.HASHED);
        assertThat(paths.path(0, 4, List.of(ways.getFirst(), foreign))).isEqualTo(Placement.HASHED);
        assertThat(paths.path(0, 1, ways)).isEqualTo(Placement.HASHED);
        assertThat(paths.ways(0, 4, Placement.HASHED)).isEmpty();
        assertThat(paths.host(foreign)).isEmpty();
    }

    @Test
    void twoThatCollideArePutApartByMovingOne() {
        ElephantDecision decision = decide(paths, SchedulerName.HEDDLE, one, other);

        assertThat(decision.hashedBitsPerSecond()).isEqualTo(BITS);
        assertThat(decision.bitsPerSecond()).isEqualTo(2 * BITS);
        assertThat(decision.moved()).isEqualTo(1);
        assertThat(decision.steerings()).hasSize(1);
        assertThat(decision.outcomes()).allSatisfy(outcome -> {
            assertThat(outcome.gain()).isEqualTo(BITS / 2);
            assertThat(outcome.demand()).isEqualTo(BITS);
            assertThat(outcome.ways()).hasSize(2);
        });
    }

    @Test
    void whatIsSteeredWellStaysAndIsNotMovedAgain() {
        Steering steering =
                decide(paths, SchedulerName.HEDDLE, one, other).steerings().getFirst();

        ElephantDecision second = decide(paths, SchedulerName.HEDDLE, steered(one, steering), steered(other, steering));

        assertThat(second.moved()).isZero();
        assertThat(second.steerings()).containsExactly(steering);
    }

    @Test
    void aPinnedOneStaysThoughItCollides() {
        List<ConnectPoint> there = one.hashed();
        Elephant pinned = new Elephant(one.flow(), one.source(), one.destination(), List.of(), there, true);

        ElephantDecision decision = decide(paths, SchedulerName.HEDDLE, pinned, other);

        assertThat(decision.steerings())
                .contains(new Steering(one.flow(), there))
                .hasSize(2);
        assertThat(decision.bitsPerSecond()).isEqualTo(2 * BITS);
    }

    @Test
    void oneWhoseWayDiedIsPlacedElsewherePinnedOrNot() {
        List<ConnectPoint> there = one.hashed();
        Elephant pinned = new Elephant(one.flow(), one.source(), one.destination(), there, there, true);
        Cable cable = fabric.cablesOf(there.getFirst().dpid()).stream()
                .filter(each ->
                        each.first().equals(there.getFirst()) || each.second().equals(there.getFirst()))
                .findFirst()
                .orElseThrow();

        ElephantDecision decision = decide(paths(fabric.cut(cable)), SchedulerName.HEDDLE, pinned);

        Outcome outcome = decision.outcomes().getFirst();
        assertThat(outcome.isSteered()).isTrue();
        assertThat(outcome.isMoved()).isTrue();
        assertThat(outcome.ways()).doesNotContain(there.getFirst());
        assertThat(outcome.bitsPerSecond()).isEqualTo(BITS);
    }

    @Test
    void hostsThatAreNotInTheBlueprintAreLeftOut() {
        Elephant stray = Elephant.found(one.flow(), ConnectPoint.of(1, 1), one.destination(), List.of());
        Elephant strayToo = Elephant.found(other.flow(), other.source(), ConnectPoint.of(1, 1), List.of());

        assertThat(decide(paths, SchedulerName.HEDDLE, stray, strayToo).outcomes())
                .isEmpty();
    }

    @Test
    void aSwitchGetsNoMoreRulesThanItMayHold() {
        ElephantRound round = new ElephantRound(paths, Schedulers.named(SchedulerName.HEDDLE), 0);

        assertThat(round.decide(List.of(one, other), 1).steerings()).isEmpty();
    }

    private ElephantDecision decide(FabricPaths in, SchedulerName name, Elephant... elephants) {
        return new ElephantRound(in, Schedulers.named(name), CAP).decide(List.of(elephants), 1);
    }

    private static Elephant steered(Elephant elephant, Steering steering) {
        List<ConnectPoint> ways = elephant.flow().equals(steering.flow()) ? steering.ways() : List.of();
        return new Elephant(elephant.flow(), elephant.source(), elephant.destination(), elephant.hashed(), ways, false);
    }

    private Elephant elephant(String from, String to, int path) {
        ConnectPoint source = fabric.host(from).location();
        ConnectPoint destination = fabric.host(to).location();
        FlowKey key = new FlowKey(Ipv4Address.parse(from), Ipv4Address.parse(to), FlowKey.TCP, 40_000, 5_001);
        List<ConnectPoint> ways = paths.ways(
                paths.host(source).orElseThrow(), paths.host(destination).orElseThrow(), path);
        return Elephant.found(key, source, destination, ways);
    }

    private static FabricPaths paths(TestFabric of) {
        return FabricPaths.of(of.model(), BITS).orElseThrow();
    }
}
