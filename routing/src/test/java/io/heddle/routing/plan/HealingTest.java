package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.verify.Invariant;
import io.heddle.routing.verify.NoBlackHole;
import io.heddle.routing.verify.NoForwardingLoop;
import io.heddle.routing.verify.SimulatedFabric;
import io.heddle.routing.verify.TestFabric;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.ClosShape.PodShape;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the switches do by themselves, with the rules of the healthy fabric and no controller. */
class HealingTest {

    private static final List<Invariant> BOTH = List.of(new NoForwardingLoop(), new NoBlackHole());

    static Stream<Arguments> designs() {
        PodShape small = new PodShape(2, 2, 2, 1);
        PodShape wide = new PodShape(3, 4, 2, 1);
        PodShape doubled = new PodShape(2, 2, 2, 2);
        return Stream.of(
                Arguments.of("fat-tree k=4", FabricGenerator.fatTree(4)),
                Arguments.of("fat-tree k=4 shuffled", FabricGenerator.fatTree(4).shuffled(7)),
                Arguments.of("fat-tree k=6", FabricGenerator.fatTree(6)),
                Arguments.of("fat-tree k=8", FabricGenerator.fatTree(8)),
                Arguments.of("leaf-spine 2x2", FabricGenerator.leafSpine(2, 2, 2, 1)),
                Arguments.of("leaf-spine 2x4", FabricGenerator.leafSpine(2, 4, 2, 1)),
                Arguments.of("leaf-spine 4x6", FabricGenerator.leafSpine(4, 6, 2, 1)),
                Arguments.of("leaf-spine 1x4, two parallel cables", FabricGenerator.leafSpine(1, 4, 2, 2)),
                Arguments.of("leaf-spine 3x4, two parallel cables", FabricGenerator.leafSpine(3, 4, 2, 2)),
                Arguments.of("folded Clos", FabricGenerator.foldedClos(ClosShape.uniform(3, small, 2))),
                Arguments.of(
                        "folded Clos, one core a plane", FabricGenerator.foldedClos(ClosShape.uniform(3, small, 1))),
                Arguments.of(
                        "folded Clos, unequal pods",
                        FabricGenerator.foldedClos(new ClosShape(List.of(small, wide, doubled), 2, 1))),
                Arguments.of(
                        "folded Clos, parallel cables everywhere",
                        FabricGenerator.foldedClos(new ClosShape(List.of(doubled, doubled), 2, 2))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("designs")
    void everyHostReachesEveryOtherByAllWays(String name, GeneratedFabric drawn) {
        TestFabric fabric = TestFabric.full(drawn);
        assertThat(violations(fabric.holding(fabric.plan()), fabric, fabric.hosts()))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("designs")
    void anySingleCableIsHealedWithoutAController(String name, GeneratedFabric drawn) {
        TestFabric fabric = TestFabric.sparse(drawn);
        SimulatedFabric held = fabric.holding(fabric.plan());
        List<String> violations = new ArrayList<>();
        for (Cable cable : fabric.cables()) {
            TestFabric cut = fabric.cut(cable);
            violations(held.cabled(cut.topology()), fabric, telling(fabric, cable))
                    .forEach(violation -> violations.add(cable + " cut: " + violation));
        }
        assertThat(violations).isEmpty();
    }

    static Stream<Arguments> designsButTheLargest() {
        return designs().filter(design -> !"fat-tree k=8".equals(design.get()[0]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("designsButTheLargest")
    void everythingIsReachedAfterRepairOfAnySingleCable(String name, GeneratedFabric drawn) {
        TestFabric fabric = TestFabric.sparse(drawn);
        List<String> violations = new ArrayList<>();
        for (Cable cable : fabric.cables()) {
            TestFabric cut = fabric.cut(cable);
            violations(cut.holding(cut.plan()), fabric, telling(fabric, cable))
                    .forEach(violation -> violations.add(cable + " cut: " + violation));
            TestFabric silenced = fabric.silenced(cable);
            violations(silenced.holding(silenced.plan()), fabric, telling(fabric, cable))
                    .forEach(violation -> violations.add(cable + " silent: " + violation));
        }
        assertThat(violations).isEmpty();
    }

    private static List<String> violations(SimulatedFabric held, TestFabric fabric, Collection<Host> destinations) {
        return Invariant.violations(held, fabric.in(Tier.EDGE), destinations, BOTH);
    }

    /** One host on every edge switch of the pods at the ends of {@code cable}, and one of each other pod, which are all alike to it. */
    private static List<Host> telling(TestFabric fabric, Cable cable) {
        Set<Integer> pods = new TreeSet<>();
        List<Host> hosts = new ArrayList<>();
        for (Host host : fabric.hosts()) {
            int pod = fabric.podOf(host.location().dpid());
            boolean isNear = isOfPod(fabric, cable.first(), pod) || isOfPod(fabric, cable.second(), pod);
            if (isNear || pods.add(pod)) {
                hosts.add(host);
            }
        }
        return hosts;
    }

    private static boolean isOfPod(TestFabric fabric, ConnectPoint end, int pod) {
        return fabric.tierOf(end.dpid()) != Tier.CORE && fabric.podOf(end.dpid()) == pod;
    }
}
