package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.verify.Invariant;
import io.heddle.routing.verify.NoBlackHole;
import io.heddle.routing.verify.NoForwardingLoop;
import io.heddle.routing.verify.SimulatedFabric;
import io.heddle.routing.verify.TestFabric;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Link;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.ClosShape.PodShape;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random failures and recoveries; after each, what is still connected is reached, nothing loops, and the plan is the same as from nothing. */
class FailureSimulationTest {

    private static final int STEPS = 30;

    static Stream<Arguments> runs() {
        List<Arguments> runs = new ArrayList<>();
        PodShape small = new PodShape(2, 2, 1, 1);
        PodShape wide = new PodShape(3, 3, 1, 2);
        List<Arguments> designs = List.of(
                Arguments.of("fat-tree k=4", FabricGenerator.fatTree(4)),
                Arguments.of("fat-tree k=6", FabricGenerator.fatTree(6)),
                Arguments.of("leaf-spine 3x4, parallel", FabricGenerator.leafSpine(3, 4, 1, 2)),
                Arguments.of("leaf-spine 2x5", FabricGenerator.leafSpine(2, 5, 1, 1)),
                Arguments.of(
                        "folded Clos", FabricGenerator.foldedClos(new ClosShape(List.of(small, wide, small), 2, 1))),
                Arguments.of(
                        "folded Clos, one core a plane", FabricGenerator.foldedClos(ClosShape.uniform(3, small, 1))),
                Arguments.of("ring", FabricGenerator.ring(6, 1)),
                Arguments.of("linear", FabricGenerator.linear(4, 1)));
        LongStream.rangeClosed(1, 4)
                .forEach(seed ->
                        designs.forEach(design -> runs.add(Arguments.of(design.get()[0], seed, design.get()[1]))));
        return runs.stream();
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void whateverFailsWhatIsConnectedIsReachedAndNothingLoops(String name, long seed, GeneratedFabric drawn) {
        Random random = new Random(seed);
        TestFabric fabric = TestFabric.sparse(drawn.shuffled(seed));
        PlannedFabric planned = PlannedFabric.of(fabric.model());
        Damage damage = new Damage(fabric);
        for (int step = 0; step < STEPS; step++) {
            fabric = damage.next(fabric, random);
            PlannedFabric next = planned.next(fabric.model());
            assertThat(next.plan()).as("step " + step).isEqualTo(fabric.plan());
            for (DatapathId dpid : fabric.topology().switches().keySet()) {
                StepByStep.assertApplies(
                        planned.plan().forSwitch(dpid), next.plan().forSwitch(dpid));
            }
            assertThat(violations(fabric, next.plan(), damage.dead()))
                    .as("step " + step + " with " + damage)
                    .isEmpty();
            planned = next;
        }
    }

    private static List<String> violations(TestFabric fabric, ForwardingPlan plan, SortedSet<DatapathId> dead) {
        List<DatapathId> sources = new ArrayList<>(fabric.in(Tier.EDGE));
        sources.removeAll(dead);
        List<Host> hosts = fabric.hosts().stream()
                .filter(host -> !dead.contains(host.location().dpid()))
                .toList();
        List<String> violations = new ArrayList<>();
        SimulatedFabric held = fabric.holding(plan);
        for (SortedSet<DatapathId> island : islands(fabric)) {
            List<DatapathId> here =
                    sources.stream().filter(dpid -> island.contains(dpid)).toList();
            List<DatapathId> elsewhere =
                    sources.stream().filter(dpid -> !island.contains(dpid)).toList();
            List<Host> there = hosts.stream()
                    .filter(host -> island.contains(host.location().dpid()))
                    .toList();
            violations.addAll(
                    Invariant.violations(held, here, there, List.of(new NoForwardingLoop(), new NoBlackHole())));
            violations.addAll(Invariant.violations(held, elsewhere, there, List.of(new NoForwardingLoop())));
        }
        return violations;
    }

    private static List<SortedSet<DatapathId>> islands(TestFabric fabric) {
        List<SortedSet<DatapathId>> islands = new ArrayList<>();
        SortedSet<DatapathId> left = new TreeSet<>(fabric.topology().switches().keySet());
        while (!left.isEmpty()) {
            SortedSet<DatapathId> island = new TreeSet<>();
            ArrayDeque<DatapathId> queue =
                    new ArrayDeque<>(List.of(left.iterator().next()));
            while (!queue.isEmpty()) {
                DatapathId dpid = queue.remove();
                if (island.add(dpid)) {
                    fabric.topology().liveLinks().stream()
                            .filter(link -> link.from().dpid().equals(dpid))
                            .map(Link::to)
                            .forEach(to -> queue.add(to.dpid()));
                }
            }
            left.removeAll(island);
            islands.add(island);
        }
        return islands;
    }
}
