package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.verify.Hop;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Flows between routed addresses of tenants are steered as those of hosts are. */
class RoutedSteeringTest {

    private static final RoutedMember NEAR = RoutedWorld.member("172.20.0.2", "10.0.0.2");
    private static final RoutedMember SAME_POD = RoutedWorld.member("172.20.1.2", "10.0.1.2");
    private static final RoutedMember FAR = RoutedWorld.member("172.20.2.2", "10.2.1.3");
    /** Of the block of {@link #FAR}, and elsewhere. */
    private static final RoutedMember MOVED = RoutedWorld.member("172.20.2.3", "10.3.0.2");

    private static final RoutedMember THIRD = RoutedWorld.member("172.20.2.4", "10.2.1.3");

    private final TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(4));

    private static FlowKey flow(RoutedMember from, Ipv4Address to) {
        return new FlowKey(from.address(), to, FlowKey.UDP, 7, 9);
    }

    private DatapathId aggregation(int plane) {
        return fabric.at(Tier.AGGREGATION, 0, plane);
    }

    private List<DatapathId> coresAbove(DatapathId aggregation) {
        Set<DatapathId> above = new TreeSet<>();
        for (Cable cable : fabric.cablesOf(aggregation)) {
            for (DatapathId dpid : List.of(cable.first().dpid(), cable.second().dpid())) {
                if (fabric.tierOf(dpid) == Tier.CORE) {
                    above.add(dpid);
                }
            }
        }
        return List.copyOf(above);
    }

    /** The flow from the switch of {@link #NEAR} up through those switches. */
    private Steering through(FlowKey flow, DatapathId... above) {
        List<ConnectPoint> ways = new ArrayList<>();
        DatapathId at = fabric.host(NEAR.server().toString()).location().dpid();
        for (DatapathId next : above) {
            Cable cable = fabric.cable(at, next);
            ways.add(cable.first().dpid().equals(at) ? cable.first() : cable.second());
            at = next;
        }
        return new Steering(flow, ways);
    }

    private PlannedFabric planned(
            TestFabric now, List<RoutedMember> members, RoutedLimits limits, Steering... steerings) {
        FabricModel model = new RoutedWorld(now, members).model(limits);
        return PlannedFabric.of(new FabricModel(
                model.topology(),
                model.recognition(),
                model.addresses(),
                model.options(),
                List.of(steerings),
                model.interfaces()));
    }

    private PlannedFabric planned(Steering... steerings) {
        return planned(fabric, List.of(NEAR, SAME_POD, FAR, MOVED, THIRD), RoutedWorld.LIMITS, steerings);
    }

    private Walk walk(PlannedFabric planned, FlowKey flow) {
        Packet packet = RoutedWorld.packet(NEAR, flow.destination());
        Host server = fabric.host(NEAR.server().toString());
        return fabric.holding(planned.plan()).walk(new Hop.Ingress.AtPort(server.location()), packet);
    }

    private void assertArrives(Walk walk, RoutedMember to) {
        assertThat(walk.outcome())
                .isInstanceOfSatisfying(
                        Walk.Delivered.class,
                        end -> assertThat(end.point())
                                .isEqualTo(fabric.host(to.server().toString()).location()));
    }

    private static List<DatapathId> way(Walk walk) {
        return walk.hops().stream().map(hop -> hop.ingress().dpid()).toList();
    }

    @Test
    void aFlowGoesByTheVeryCoreItIsSteeredToWithTwoRules() {
        for (RoutedMember to : List.of(FAR, MOVED, THIRD)) {
            FlowKey flow = flow(NEAR, to.address());
            for (int plane = 0; plane < 2; plane++) {
                for (DatapathId core : coresAbove(aggregation(plane))) {
                    PlannedFabric planned = planned(through(flow, aggregation(plane), core));
                    assertThat(planned.refusedSteerings()).isEmpty();
                    assertThat(planned.steeringRules()).hasSize(2);
                    Walk walk = walk(planned, flow);
                    assertArrives(walk, to);
                    assertThat(way(walk)).hasSize(5).contains(aggregation(plane), core);
                }
            }
        }
    }

    @Test
    void insideAPodOneSwitchSteers() {
        FlowKey flow = flow(NEAR, SAME_POD.address());
        for (int plane = 0; plane < 2; plane++) {
            PlannedFabric planned = planned(through(flow, aggregation(plane)));
            assertThat(planned.steeringRules()).hasSize(1);
            Walk walk = walk(planned, flow);
            assertArrives(walk, SAME_POD);
            assertThat(way(walk)).hasSize(3).contains(aggregation(plane));
        }
    }

    @Test
    void whatTheFabricDoesNotRouteIsNotSteered() {
        DatapathId core = coresAbove(aggregation(0)).getFirst();
        Steering toNobody = through(flow(NEAR, Ipv4Address.parse("172.20.2.9")), aggregation(0), core);
        assertThat(planned(toNobody).refusedSteerings())
                .containsExactly(new RefusedSteering(toNobody, RefusedSteering.Reason.NO_WAY_UP));
        Steering far = through(flow(NEAR, FAR.address()), aggregation(0), core);
        RoutedLimits others = new RoutedLimits(new TreeSet<>(Set.of(IpPrefix.parse("172.30.0.0/16"))), 10);
        assertThat(planned(fabric, List.of(NEAR, FAR), others, far).steerings()).isEmpty();
        RoutedMember gone = RoutedWorld.member("172.20.0.2", "10.1.0.2");
        assertThat(planned(fabric, List.of(gone, FAR), RoutedWorld.LIMITS, far).refusedSteerings())
                .containsExactly(new RefusedSteering(far, RefusedSteering.Reason.NOT_AT_SOURCE));
    }

    @Test
    void anAddressIsFoundAmongMany() {
        List<RoutedMember> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(RoutedWorld.member("172.20.7." + (2 * i + 1), "10.0.0.2"));
        }
        TenantInterfaces tenants = TenantInterfaces.ofRouted(many);
        for (RoutedMember member : many) {
            assertThat(tenants.routedAt(member.address())).contains(member);
            assertThat(tenants.routedAt(new Ipv4Address(member.address().value() + 1)))
                    .isEmpty();
        }
        assertThat(tenants.without(Set.of(many.getFirst().address())).routed()).hasSize(99);
        Residents residents = new Residents(fabric.topology(), tenants);
        assertThat(residents.at(many.getLast().address()))
                .contains(new Host(
                        many.getLast().address(),
                        many.getLast().mac(),
                        fabric.host("10.0.0.2").location()));
        assertThat(residents.at(Ipv4Address.parse("10.0.0.2"))).contains(fabric.host("10.0.0.2"));
        assertThat(TenantInterfaces.NONE.routedAt(NEAR.address())).isEmpty();
    }
}
