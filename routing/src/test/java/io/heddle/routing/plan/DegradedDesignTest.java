package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.verify.Invariant;
import io.heddle.routing.verify.NoBlackHole;
import io.heddle.routing.verify.NoForwardingLoop;
import io.heddle.routing.verify.TestFabric;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fabrics that never were complete, and designs so small that there is no other way. */
class DegradedDesignTest {

    private static final List<Invariant> BOTH = List.of(new NoForwardingLoop(), new NoBlackHole());

    static Stream<Arguments> seeds() {
        return LongStream.rangeClosed(1, 20).mapToObj(seed -> Arguments.of(seed % 2 == 0 ? 4 : 6, seed));
    }

    @ParameterizedTest(name = "k={0}, seed {1}")
    @MethodSource("seeds")
    void aFatTreeThatLacksAnAggregationAndTwoCablesStillReachesEveryEdgeThatHasOne(int k, long seed) {
        TestFabric complete = TestFabric.full(FabricGenerator.fatTree(k));
        Random random = new Random(seed);
        List<DatapathId> aggregations = complete.in(Tier.AGGREGATION);
        DatapathId lost = aggregations.get(random.nextInt(aggregations.size()));
        List<Cable> cables = new ArrayList<>(complete.cables());
        cables.removeAll(complete.cablesOf(lost));
        Collections.shuffle(cables, random);
        TestFabric fabric = TestFabric.sparse(lacking(complete, lost, cables.subList(0, 2)));
        List<DatapathId> reachable = fabric.in(Tier.EDGE).stream()
                .filter(edge -> !fabric.cablesOf(edge).isEmpty())
                .toList();
        assertThat(Invariant.violations(
                        fabric.holding(fabric.plan()),
                        reachable,
                        fabric.hosts().stream()
                                .filter(host ->
                                        reachable.contains(host.location().dpid()))
                                .toList(),
                        BOTH))
                .isEmpty();
    }

    static Stream<Arguments> small() {
        return Stream.of(
                Arguments.of("one leaf, one spine", FabricGenerator.leafSpine(1, 1, 2, 1)),
                Arguments.of("one spine", FabricGenerator.leafSpine(1, 4, 2, 1)),
                Arguments.of("one leaf", FabricGenerator.leafSpine(3, 1, 2, 1)),
                Arguments.of("fat-tree k=2", FabricGenerator.fatTree(2)),
                Arguments.of("a single switch", FabricGenerator.linear(1, 3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("small")
    void theSmallestDesignsWork(String name, GeneratedFabric drawn) {
        TestFabric fabric = TestFabric.full(drawn);
        assertThat(violations(fabric, fabric.plan(), BOTH)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("small")
    void whereThereIsNoOtherWayARepairedFabricAtLeastDoesNotLoop(String name, GeneratedFabric drawn) {
        TestFabric fabric = TestFabric.full(drawn);
        for (Cable cable : fabric.cables()) {
            TestFabric cut = fabric.cut(cable);
            assertThat(violations(cut, cut.plan(), List.of(new NoForwardingLoop())))
                    .as(cable.toString())
                    .isEmpty();
        }
    }

    @Test
    void aCableThatTheDesignDoesNotKnowIsNotTrusted() {
        TestFabric complete = TestFabric.full(FabricGenerator.fatTree(4));
        Cable wrong = complete.cable(complete.at(Tier.EDGE, 0, 0), complete.at(Tier.AGGREGATION, 0, 1));
        Blueprint known = complete.drawn().blueprint();
        SortedSet<Cable> good = new TreeSet<>(known.cables());
        good.remove(wrong);
        GeneratedFabric miswired = new GeneratedFabric(
                complete.drawn().topology(),
                complete.drawn().design(),
                new Blueprint(known.positions(), good, known.hostNumbers()));
        TestFabric fabric = TestFabric.full(miswired);
        assertThat(violations(fabric, fabric.plan(), BOTH)).isEmpty();
        assertThat(fabric.plan().forSwitch(wrong.first().dpid()).groups().values())
                .allSatisfy(group -> assertThat(group.buckets())
                        .noneMatch(bucket -> bucket.watchPort()
                                .orElseThrow()
                                .equals(wrong.first().port())));
    }

    private static GeneratedFabric lacking(TestFabric complete, DatapathId lost, List<Cable> missing) {
        Blueprint known = complete.drawn().blueprint();
        SortedMap<DatapathId, Position> positions = new TreeMap<>(known.positions());
        positions.remove(lost);
        SortedSet<Cable> cables = new TreeSet<>(known.cables());
        cables.removeAll(complete.cablesOf(lost));
        missing.forEach(cable -> cables.remove(cable));
        Topology topology = complete.drawn().topology().withoutSwitch(lost);
        for (Cable cable : missing) {
            topology = topology.withoutLink(cable.forward()).withoutLink(cable.backward());
        }
        return new GeneratedFabric(
                topology, complete.drawn().design(), new Blueprint(positions, cables, known.hostNumbers()));
    }

    private static List<String> violations(TestFabric fabric, ForwardingPlan plan, List<Invariant> invariants) {
        return Invariant.violations(fabric.holding(plan), fabric.in(Tier.EDGE), fabric.hosts(), invariants);
    }
}
