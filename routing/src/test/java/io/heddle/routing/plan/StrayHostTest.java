package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.verify.Hop;
import io.heddle.routing.verify.Invariant;
import io.heddle.routing.verify.NoBlackHole;
import io.heddle.routing.verify.NoForwardingLoop;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts that came with addresses of their own. */
class StrayHostTest {

    private static final List<Invariant> BOTH = List.of(new NoForwardingLoop(), new NoBlackHole());

    static Stream<Arguments> designs() {
        return Stream.of(
                Arguments.of("fat-tree k=4", FabricGenerator.fatTree(4)),
                Arguments.of("leaf-spine 2x4", FabricGenerator.leafSpine(2, 4, 2, 1)),
                Arguments.of("linear", FabricGenerator.linear(4, 2)),
                Arguments.of("ring", FabricGenerator.ring(5, 2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("designs")
    void consecutiveAddressesAsPlainMininetGivesThemAllReachEachOther(String name, GeneratedFabric drawn) {
        TestFabric fabric = consecutive(drawn);
        assertThat(violations(fabric, fabric.plan())).isEmpty();
    }

    @Test
    void theyAreHealedAsWellAsPlannedOnes() {
        TestFabric fabric = consecutive(FabricGenerator.fatTree(4));
        ForwardingPlan plan = fabric.plan();
        List<String> violations = new ArrayList<>();
        for (Cable cable : fabric.cables()) {
            TestFabric cut = fabric.cut(cable);
            violations(cut, plan).forEach(violation -> violations.add(cable + " cut: " + violation));
            violations(cut, cut.plan()).forEach(violation -> violations.add(cable + " repaired: " + violation));
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void anAddressOutsideTheFabricIsRoutedEverywhere() {
        TestFabric bare = TestFabric.sparse(FabricGenerator.fatTree(4));
        ConnectPoint port = bare.host("10.2.1.2").location();
        TestFabric fabric = bare.withHost("192.168.7.7", port);
        assertThat(violations(fabric, fabric.plan())).isEmpty();
        for (Cable cable : fabric.cables()) {
            assertThat(violations(fabric.cut(cable), fabric.plan()))
                    .as(cable.toString())
                    .isEmpty();
        }
    }

    @Test
    void aStrayOwnerOfAGatewayAddressGetsItsPackets() {
        TestFabric bare = TestFabric.sparse(FabricGenerator.fatTree(4));
        TestFabric fabric = bare.withHost("10.0.0.1", bare.host("10.3.0.2").location());
        Host owner = fabric.host("10.0.0.1");
        Host sender = fabric.host("10.0.0.2");
        Packet ping = Packet.icmp(sender.ip(), owner.ip(), 8, 0).between(sender.mac(), PlanOptions.GATEWAY_MAC);
        Walk walk = fabric.holding(fabric.plan()).walk(new Hop.Ingress.AtPort(sender.location()), ping);
        assertThat(walk.outcome())
                .isInstanceOfSatisfying(
                        Walk.Delivered.class,
                        delivered -> assertThat(delivered.point()).isEqualTo(owner.location()));
    }

    @Test
    void anAddressInThePrefixOfItsOwnEdgeCostsNothingElsewhere() {
        TestFabric bare = TestFabric.sparse(FabricGenerator.fatTree(4));
        Host known = bare.host("10.2.1.2");
        ForwardingPlan plan = bare.plan();
        bare.withHost("10.2.1.77", known.location()).plan().switches().forEach((dpid, held) -> {
            if (!dpid.equals(known.location().dpid())) {
                assertThat(held).isEqualTo(plan.forSwitch(dpid));
            }
        });
    }

    /** Every host port has a host of 10.0.0.1, 10.0.0.2 and so on. */
    private static TestFabric consecutive(GeneratedFabric drawn) {
        TestFabric fabric = new TestFabric(drawn, drawn.topology());
        int number = 1;
        for (ConnectPoint port : drawn.blueprint().hostNumbers().keySet()) {
            fabric = fabric.withHost("10.0.0." + number, port);
            number++;
        }
        return fabric;
    }

    private static List<String> violations(TestFabric fabric, ForwardingPlan plan) {
        return Invariant.violations(fabric.holding(plan), fabric.in(Tier.EDGE), fabric.hosts(), BOTH);
    }
}
