package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.isolation.IsolationCheck;
import io.heddle.routing.tenant.isolation.IsolationCheck.Scope;
import io.heddle.routing.tenant.isolation.Standing;
import io.heddle.routing.tenant.isolation.Verdict;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A load balancer on one of two networks that a router joins, with members on both, and a way out. */
class BalancingWalkTest {

    private static final Ipv4Address WORLD = Ipv4Address.parse("198.51.100.7");
    private static final Ipv4Address HOP = Ipv4Address.parse("203.0.113.1");
    private static final MacAddress HOP_MAC = new MacAddress(0x0e00_0000_0001L);
    private static final Ipv4Address VIP = Ipv4Address.parse("10.1.0.100");

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final DatapathId two = cloud.server(2);
    private final TenantNetwork front = cloud.network(NetworkType.VXLAN, 1);
    private final TenantNetwork back = cloud.network(NetworkType.VLAN, 2);
    private final TenantSubnet frontBlock = cloud.subnet(front, "10.1.0.0/24", true);
    private final TenantSubnet backBlock = cloud.subnet(back, "10.2.0.0/24", true);
    private final TenantPort anna = cloud.port(frontBlock, 0xa, 10);
    private final TenantPort bert = cloud.port(frontBlock, 0xb, 11);
    private final TenantPort carl = cloud.port(backBlock, 0xc, 12);
    private final TenantPort dora = cloud.port(backBlock, 0xd, 13);
    private final TenantRouter router = cloud.router();
    private final TenantPort frontDoor = cloud.join(router, frontBlock, 1);
    private final TenantPort backDoor = cloud.join(router, backBlock, 1);
    private final TenantNetwork outside = cloud.network(new Segment(NetworkType.FLAT, Cloud.RACK, 0), true);
    private final TenantSubnet publicBlock = cloud.gatewayed(outside, "203.0.113.0/24", "203.0.113.1");
    private final TenantPort exit = cloud.exit(router, publicBlock, 10, true);
    private final ExternalNeighbours found = ExternalNeighbours.NONE.with(outside.id(), IpAddress.of(HOP), HOP_MAC);
    private LoadBalancer balancer = cloud.balancer(frontBlock, 100);
    private final TenantPort vip =
            cloud.state().ports().find(balancer.vip().port()).orElseThrow();

    @BeforeEach
    void plugAll() {
        cloud.gateway(3, true);
        cloud.plug(anna.id(), one);
        cloud.plug(dora.id(), one);
        cloud.plug(bert.id(), two);
        cloud.plug(carl.id(), two);
    }

    private void serve(IpProtocol protocol, boolean isSticky, Map<TenantPort, Integer> members) {
        balancer = cloud.serving(balancer, protocol, 80, isSticky, members);
    }

    private OverlayPlan plan() {
        return plan(FailedMembers.NONE);
    }

    private OverlayPlan plan(FailedMembers failed) {
        return cloud.plan().next(cloud.state(), cloud.servers(), found, failed);
    }

    private GatewayWorld world() {
        return new GatewayWorld(plan(), cloud.servers());
    }

    private static Packet segment(TenantPort from, int port, MacAddress next) {
        return Packet.tcp(Cloud.address(from), port, VIP, 80).between(from.mac(), next);
    }

    /** To whom a segment from that port went; nobody if it was dropped. */
    private static List<Ipv4Address> taker(GatewayWorld world, TenantPort from, int port, MacAddress next) {
        return world.sent(from, segment(from, port, next)).stream()
                .map(event -> event.packet().destination())
                .toList();
    }

    private static Packet answer(Packet heard, TenantPort from, MacAddress next) {
        return Packet.tcp(
                        /* source= */ heard.destination(),
                        (int) heard.value(Field.TCP_DST),
                        /* destination= */ heard.source(),
                        (int) heard.value(Field.TCP_SRC))
                .between(from.mac(), next);
    }

    private TenantPort at(ConnectPoint place, OverlayPlan plan) {
        return List.of(anna, bert, carl, dora).stream()
                .filter(port -> place.equals(plan.locations().get(port.id())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyConnectionGetsAMemberThatSeesTheClientAndWhoseAnswersAreTheLoadBalancers() {
        serve(IpProtocol.TCP, false, Map.of(bert, 1, carl, 1));
        OverlayPlan plan = plan();
        for (boolean isRouted : List.of(false, true)) {
            TenantPort client = isRouted ? dora : anna;
            MacAddress next = isRouted ? backDoor.mac() : vip.mac();
            GatewayWorld world = world();
            List<TenantPort> takers = new ArrayList<>();
            for (int port = 5000; port < 5040; port++) {
                List<GatewayWorld.Event> events = world.sent(client, segment(client, port, next));
                assertThat(events).hasSize(1);
                GatewayWorld.Event.Delivered heard = (GatewayWorld.Event.Delivered) events.getFirst();
                TenantPort member = at(heard.place(), plan);
                takers.add(member);
                assertThat(heard.packet().source()).isEqualTo(Cloud.address(client));
                assertThat(heard.packet().destination()).isEqualTo(Cloud.address(member));
                assertThat(heard.packet().value(Field.TCP_DST)).isEqualTo(8080);
                boolean isNear = member.network().equals(client.network());
                TenantPort door = member.equals(bert) ? frontDoor : backDoor;
                Packet said = answer(heard.packet(), member, isNear ? client.mac() : door.mac());
                List<GatewayWorld.Event> back = world.sent(member, said);
                assertThat(back).hasSize(1);
                assertThat(back.getFirst()).isInstanceOf(GatewayWorld.Event.Delivered.class);
                assertThat(back.getFirst().packet().source()).isEqualTo(VIP);
                assertThat(back.getFirst().packet().value(Field.TCP_SRC)).isEqualTo(80);
                assertThat(back.getFirst().packet().value(Field.TCP_DST)).isEqualTo(port);
            }
            assertThat(takers.stream().filter(bert::equals).count()).isBetween(10L, 30L);
        }
    }

    @Test
    void aConnectionKeepsItsMemberWhenOthersComeAndEndsWhenItsOwnGoes() {
        serve(IpProtocol.TCP, false, Map.of(bert, 1));
        GatewayWorld world = world();
        assertThat(taker(world, anna, 5000, vip.mac())).containsExactly(Cloud.address(bert));
        PoolMember first = balancer.pools().getFirst().members().getFirst();
        PoolMember second = cloud.member(carl, 3, 1);
        cloud.manned(balancer, List.of(first, second));
        world.hold(plan());
        assertThat(taker(world, anna, 5000, vip.mac())).containsExactly(Cloud.address(bert));
        PoolMember drained = new PoolMember(
                first.id(), "", true, first.address(), first.port(), 0, first.subnet(), 0, first.standard());
        cloud.manned(balancer, List.of(drained, second));
        world.hold(plan());
        assertThat(taker(world, anna, 5000, vip.mac())).containsExactly(Cloud.address(bert));
        IntStream.range(6000, 6020)
                .forEach(port -> assertThat(taker(world, anna, port, vip.mac())).containsExactly(Cloud.address(carl)));
        cloud.manned(balancer, List.of(second));
        world.hold(plan());
        assertThat(taker(world, anna, 5000, vip.mac())).isEmpty();
        assertThat(taker(world, anna, 6000, vip.mac())).containsExactly(Cloud.address(carl));
    }

    @Test
    void aMemberThatFailedGetsNoNewConnectionAndKeepsThoseItHas() {
        serve(IpProtocol.TCP, false, Map.of(bert, 1, carl, 1));
        GatewayWorld world = world();
        int port = IntStream.range(5000, 5100)
                .filter(each -> taker(world, anna, each, vip.mac()).contains(Cloud.address(bert)))
                .findFirst()
                .orElseThrow();
        PoolMember gone = balancer.pools().getFirst().members().stream()
                .filter(member -> member.address().asIpv4().orElseThrow().equals(Cloud.address(bert)))
                .findFirst()
                .orElseThrow();
        OverlayPlan before = plan();
        FailedMembers failed =
                new FailedMembers(PersistentMap.<UUID, LoadBalancerId>empty().with(gone.id(), balancer.id()));
        OverlayPlan after = before.next(cloud.state(), cloud.servers(), found, failed);
        assertThat(after.switches()).isEqualTo(plan(failed).switches());
        assertThat(after.networksPlanned()).isEqualTo(1);
        assertThat(differences(held(before, one), held(after, one)))
                .as("one group is changed")
                .hasSize(1);
        world.hold(after);
        assertThat(taker(world, anna, port, vip.mac())).containsExactly(Cloud.address(bert));
        IntStream.range(7000, 7020)
                .forEach(other ->
                        assertThat(taker(world, anna, other, vip.mac())).containsExactly(Cloud.address(carl)));
    }

    @Test
    void aClientOfAStickyPoolAlwaysGetsTheSameMemberAndWeightsAreKept() {
        serve(IpProtocol.TCP, true, Map.of(bert, 1, carl, 1));
        GatewayWorld world = world();
        assertThat(IntStream.range(5000, 5040)
                        .mapToObj(port -> taker(world, anna, port, vip.mac()))
                        .distinct())
                .hasSize(1);
        cloud.manned(balancer, List.of(cloud.member(bert, 30, 0), cloud.member(carl, 10, 1)));
        SwitchPlan held = Objects.requireNonNull(plan().switches().get(one));
        assertThat(held.groups().values().iterator().next().buckets())
                .hasSize(4)
                .allMatch(bucket -> bucket.weight() == 1);
    }

    @Test
    void itIsReachedFromOutsideByItsFloatingAddress() {
        serve(IpProtocol.TCP, false, Map.of(bert, 1, carl, 1));
        FloatingIp floating = cloud.floating(publicBlock, 20, vip, router);
        Ipv4Address address = floating.address().asIpv4().orElseThrow();
        GatewayWorld world = world();
        DatapathId gateway =
                Objects.requireNonNull(plan().exits().get(router.id())).bridge();
        for (int port = 5000; port < 5010; port++) {
            Packet call = Packet.tcp(WORLD, port, address, 80).between(HOP_MAC, exit.mac());
            List<GatewayWorld.Event> events = world.cameIn(gateway, call);
            assertThat(events).hasSize(1);
            GatewayWorld.Event.Delivered heard = (GatewayWorld.Event.Delivered) events.getFirst();
            assertThat(heard.packet().source()).isEqualTo(WORLD);
            TenantPort member = at(heard.place(), plan());
            MacAddress next = member.equals(bert) ? frontDoor.mac() : backDoor.mac();
            List<GatewayWorld.Event> back = world.sent(member, answer(heard.packet(), member, next));
            assertThat(back).hasSize(1);
            assertThat(back.getFirst()).isInstanceOf(GatewayWorld.Event.Left.class);
            assertThat(back.getFirst().packet().source()).isEqualTo(address);
            assertThat(back.getFirst().packet().value(Field.TCP_SRC)).isEqualTo(80);
        }
        Packet ping = Packet.icmp(WORLD, address, 8, 0).between(HOP_MAC, exit.mac());
        List<GatewayWorld.Event> pong = world.cameIn(gateway, ping);
        assertThat(pong).hasSize(1);
        assertThat(pong.getFirst().packet().source()).isEqualTo(address);
    }

    @Test
    void itIsFoundAndPingedInTheSwitch() {
        GatewayWorld world = world();
        List<GatewayWorld.Event> near =
                world.sent(anna, Packet.icmp(Cloud.address(anna), VIP, 8, 0).between(anna.mac(), vip.mac()));
        assertThat(near).hasSize(1);
        assertThat(near.getFirst().packet().source()).isEqualTo(VIP);
        assertThat(near.getFirst().packet().value(Field.ETH_SRC))
                .isEqualTo(vip.mac().value());
        List<GatewayWorld.Event> far =
                world.sent(dora, Packet.icmp(Cloud.address(dora), VIP, 8, 0).between(dora.mac(), backDoor.mac()));
        assertThat(far).hasSize(1);
        assertThat(far.getFirst())
                .isEqualTo(new GatewayWorld.Event.Delivered(
                        world.place(dora), far.getFirst().packet()));
        assertThat(far.getFirst().packet().source()).isEqualTo(VIP);
        assertThat(taker(world, anna, 5000, vip.mac())).as("no listener").isEmpty();
    }

    @Test
    void membersStayThemselvesToThoseWhoAskThemDirectly() {
        serve(IpProtocol.TCP, false, Map.of(bert, 1));
        LoadBalancer other = cloud.serving(cloud.balancer(backBlock, 101), IpProtocol.TCP, 81, false, Map.of(bert, 1));
        GatewayWorld world = world();
        Packet direct =
                Packet.tcp(Cloud.address(anna), 5000, Cloud.address(bert), 8080).between(anna.mac(), bert.mac());
        Packet heard = world.sent(anna, direct).getFirst().packet();
        assertThat(world.sent(bert, answer(heard, bert, anna.mac()))
                        .getFirst()
                        .packet()
                        .source())
                .isEqualTo(Cloud.address(bert));
        Ipv4Address second = other.vip().address().asIpv4().orElseThrow();
        Packet call = Packet.tcp(Cloud.address(anna), 5001, second, 81).between(anna.mac(), frontDoor.mac());
        Packet taken = world.sent(anna, call).getFirst().packet();
        assertThat(taken.destination()).isEqualTo(Cloud.address(bert));
        assertThat(world.sent(bert, answer(taken, bert, anna.mac()))
                        .getFirst()
                        .packet()
                        .source())
                .isEqualTo(second);
    }

    @Test
    void aClientCostsNothingAndWhatALoadBalancerLeavesBehindIsForgotten() {
        OverlayPlan without = plan();
        serve(IpProtocol.TCP, false, Map.of(bert, 1, carl, 1));
        OverlayPlan before = plan();
        assertThat(rules(before) - rules(without))
                .as(
                        "on each of three servers a lookup and a choice, and two for each member that connections may have; on"
                                + " both networks two for the answers of each member, in both tables of both servers; and one for"
                                + " each member's health")
                .isEqualTo(3 * (2 + 2 * 2) + 2 * 2 * 2 * 2 + 2);
        TenantPort fred = cloud.port(frontBlock, 0xf, 30);
        OverlayPlan plain = before.next(cloud.state(), cloud.servers(), found);
        cloud.plug(fred.id(), one);
        OverlayPlan after = before.next(cloud.state(), cloud.servers(), found);
        assertThat(after.switches()).isEqualTo(plan().switches());
        assertThat(balancing(after)).isEqualTo(balancing(plain));
        assertThat(StaleConnections.zones(differences(SwitchPlan.empty(), held(after, one))))
                .contains(new Zone.Of(0xc000));
        assertThat(StaleConnections.zones(differences(held(without, one), held(before, one))))
                .isEmpty();
        cloud.removed(balancer);
        cloud.removed(vip);
        assertThat(balancing(before.next(cloud.state(), cloud.servers(), found)))
                .isZero();
    }

    private static long rules(OverlayPlan plan) {
        return plan.switches().values().stream()
                .mapToLong(each -> each.rules().size())
                .sum();
    }

    private static SwitchPlan held(OverlayPlan plan, DatapathId bridge) {
        return Objects.requireNonNull(plan.switches().get(bridge));
    }

    private static List<Change> differences(SwitchPlan before, SwitchPlan after) {
        return PlanDiff.between(before, after).changes();
    }

    private static long balancing(OverlayPlan plan) {
        return plan.switches().values().stream()
                .flatMap(each -> each.rules().values().stream())
                .filter(rule -> rule.cookie().isFor(Purpose.BALANCING))
                .count();
    }

    @Test
    void whatAMemberAnswersToAQuestionForItsHealthIsTheControllers() {
        serve(IpProtocol.TCP, false, Map.of(bert, 1));
        Packet said = Packet.tcp(Cloud.address(bert), 8080, VIP, 40000).between(bert.mac(), vip.mac());
        assertThat(world().sent(bert, said)).containsExactly(new GatewayWorld.Event.Asked(two, said));
        assertThat(world().sent(
                                anna,
                                said.with(Field.IPV4_SRC, Cloud.address(anna).unsigned())
                                        .between(anna.mac(), vip.mac())))
                .isEmpty();
    }

    @Test
    void theCheckOfIsolationIsNotMisled() {
        serve(IpProtocol.TCP, false, Map.of(bert, 1, carl, 1));
        cloud.floating(publicBlock, 20, vip, router);
        OverlayPlan plan = plan();
        Standing standing = Standing.of(cloud.state(), cloud.servers(), plan, found);
        Verdict verdict = new IsolationCheck(standing, plan.switches()).check(Scope.everything(), () -> false);
        assertThat(verdict.differences()).isEmpty();
        assertThat(verdict.ports()).isGreaterThanOrEqualTo(4);
    }
}
