package io.heddle.routing.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.Planner;
import io.heddle.routing.plan.RoutedLimits;
import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.plan.RoutedPlaces;
import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Trace;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.Host;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.design.FabricGenerator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Traces and ways of routed addresses of tenants. */
class RoutedTraceTest {

    private static final TestFabric FABRIC = TestFabric.full(FabricGenerator.fatTree(4));
    private static final RoutedMember NEAR = member("172.20.0.2", "10.0.0.2");
    private static final RoutedMember FAR = member("172.20.0.18", "10.3.1.3");
    private static final ForwardingPlan PLAN = plan();

    private static RoutedMember member(String address, String server) {
        Ipv4Address ip = Ipv4Address.parse(address);
        return new RoutedMember(ip, IpPrefix.containing(ip, 28), Ipv4Address.parse(server));
    }

    private static ForwardingPlan plan() {
        FabricModel plain = FABRIC.model();
        RoutedLimits limits =
                new RoutedLimits(new TreeSet<>(List.of(IpPrefix.parse("172.20.0.0/16"))), RoutedLimits.RULES);
        return Planner.plan(new FabricModel(
                plain.topology(),
                plain.recognition(),
                plain.addresses(),
                plain.options().withRouted(limits),
                plain.steerings(),
                TenantInterfaces.ofRouted(List.of(NEAR, FAR))));
    }

    @Test
    void aPacketIsFollowedFromOneToTheOther() {
        Tracer tracer = new Tracer(PLAN, FABRIC.topology(), FABRIC.model().addresses(), Map.of());
        Trace trace = tracer.trace(Packet.udp(NEAR.address(), 1, FAR.address(), 2));
        assertThat(trace.walk().hops()).hasSize(5);
        assertThat(trace.walk().outcome())
                .isInstanceOfSatisfying(
                        Walk.Delivered.class,
                        end -> assertThat(end.point())
                                .isEqualTo(FABRIC.host("10.3.1.3").location()));
    }

    @Test
    void allWaysAreFound() {
        PathFinder finder =
                new PathFinder(PLAN, FABRIC.topology(), FABRIC.model().addresses());
        assertThat(finder.between(NEAR.address(), FAR.address(), 10).count()).isEqualTo(4);
    }

    @Test
    void anAddressIsWhereThePlanHasIt() {
        assertThat(RoutedPlaces.of(PLAN, FAR.address()))
                .contains(new Host(
                        FAR.address(), FAR.mac(), FABRIC.host("10.3.1.3").location()));
        Ipv4Address nobody = Ipv4Address.parse("172.20.0.9");
        assertThat(RoutedPlaces.of(PLAN, nobody)).isEmpty();
        Tracer tracer = new Tracer(PLAN, FABRIC.topology(), FABRIC.model().addresses(), Map.of());
        assertThatThrownBy(() -> tracer.trace(Packet.udp(nobody, 1, FAR.address(), 2)))
                .isInstanceOf(UnknownAddress.class);
    }
}
