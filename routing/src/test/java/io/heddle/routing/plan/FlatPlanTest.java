package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.verify.Exploration;
import io.heddle.routing.verify.Hop;
import io.heddle.routing.verify.Invariant;
import io.heddle.routing.verify.NoBlackHole;
import io.heddle.routing.verify.NoForwardingLoop;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.Host;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Graphs that are no Clos. */
class FlatPlanTest {

    private static final List<Invariant> BOTH = List.of(new NoForwardingLoop(), new NoBlackHole());

    @Test
    void inARowEverybodyReachesEverybody() {
        TestFabric fabric = TestFabric.full(FabricGenerator.linear(4, 2));
        assertThat(violations(fabric, fabric.plan())).isEmpty();
    }

    @Test
    void inARingTheFarSideIsReachedByBothWays() {
        TestFabric fabric = TestFabric.full(FabricGenerator.ring(4, 1));
        assertThat(violations(fabric, fabric.plan())).isEmpty();
        Host far = fabric.host("10.0.2.2");
        assertThat(fabric.plan().forSwitch(fabric.at(Tier.EDGE, 0, 0)).groups().values())
                .anyMatch(group -> group.buckets().size() == 2);
        assertThat(far.location().dpid()).isEqualTo(fabric.at(Tier.EDGE, 0, 2));
    }

    @Test
    void aRingIsRepairedAfterAnyCutSilentOrNot() {
        for (int size : new int[] {3, 4, 5, 6}) {
            TestFabric fabric = TestFabric.full(FabricGenerator.ring(size, 1));
            List<String> violations = new ArrayList<>();
            for (Cable cable : fabric.cables()) {
                violations.addAll(
                        violations(fabric.cut(cable), fabric.cut(cable).plan()));
                violations.addAll(violations(
                        fabric.silenced(cable), fabric.silenced(cable).plan()));
                assertThat(fabric.cut(cable).healed(cable).plan()).isEqualTo(fabric.plan());
            }
            assertThat(violations).as("ring of " + size).isEmpty();
        }
    }

    @Test
    void whatIsCutOffIsDroppedWithoutALoop() {
        TestFabric fabric = TestFabric.full(FabricGenerator.linear(4, 1));
        Cable middle = fabric.cable(fabric.at(Tier.EDGE, 0, 1), fabric.at(Tier.EDGE, 0, 2));
        for (TestFabric broken : List.of(fabric.cut(middle), fabric.silenced(middle))) {
            Exploration exploration = new Exploration(broken.holding(broken.plan()));
            Host far = broken.host("10.0.3.2");
            Set<Walk.Outcome> outcomes = exploration.outcomes(
                    new Hop.Ingress.FromController(broken.at(Tier.EDGE, 0, 0)), Packet.udp(far.ip(), 1, far.ip(), 1));
            assertThat(outcomes).allMatch(Walk.Dropped.class::isInstance);
        }
    }

    private static List<String> violations(TestFabric fabric, ForwardingPlan plan) {
        return Invariant.violations(fabric.holding(plan), fabric.in(Tier.EDGE), fabric.hosts(), BOTH);
    }
}
