package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.Planner;
import io.heddle.routing.plan.RoutedLimits;
import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.trace.FirstPacket;
import io.heddle.routing.tenant.trace.FirstPacket.Service;
import io.heddle.routing.tenant.trace.Journey;
import io.heddle.routing.tenant.trace.JourneyTracer;
import io.heddle.routing.tenant.trace.Overlay;
import io.heddle.routing.tenant.trace.Overlay.Tunnelling;
import io.heddle.routing.tenant.trace.Underlay;
import io.heddle.routing.verify.HashVariant;
import io.heddle.routing.verify.OvsTunnelPort;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Step;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Trace;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Recognition;
import io.heddle.topology.design.FabricGenerator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets of tenants over servers of a fat-tree, one of which leads out. */
class JourneyTest {

    private static final Ipv4Address HOP = Ipv4Address.parse("203.0.113.1");
    private static final Ipv4Address WORLD = Ipv4Address.parse("198.51.100.7");
    private static final MacAddress HOP_MAC = new MacAddress(0x0e00_0000_0001L);
    private static final Service PING = new Service.Ping();
    private static final Service FLOW = new Service.Flow(FlowKey.UDP, 4000, 53);

    private final TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(4));
    private final List<Ipv4Address> places =
            List.copyOf(fabric.topology().hosts().keySet());
    private final Cloud cloud = new Cloud();
    private final DatapathId one = server(1, 0);
    private final DatapathId two = server(2, 15);
    private final DatapathId gateway = server(3, 6);
    private final TenantNetwork inside = cloud.network(NetworkType.VXLAN, 1);
    private final TenantNetwork other = cloud.network(NetworkType.GRE, 2);
    private final TenantNetwork tagged = cloud.network(NetworkType.VLAN, 3);
    private final TenantSubnet block = cloud.gatewayed(inside, "10.1.0.0/24", "10.1.0.1");
    private final TenantSubnet otherBlock = cloud.gatewayed(other, "10.2.0.0/24", "10.2.0.1");
    private final TenantSubnet taggedBlock = cloud.subnet(tagged, "10.3.0.0/24", false);
    private final TenantPort anna = cloud.port(block, 0xa, 10);
    private final TenantPort bert = cloud.port(block, 0xb, 11);
    private final TenantPort carl = cloud.port(otherBlock, 0xc, 12);
    private final TenantPort dora = cloud.port(taggedBlock, 0xd, 10);
    private final TenantPort emil = cloud.port(taggedBlock, 0xe, 11);
    private final TenantRouter router = cloud.router();
    private final TenantNetwork outside = cloud.network(new Segment(NetworkType.FLAT, Cloud.RACK, 0), true);
    private final TenantSubnet publicBlock = cloud.gatewayed(outside, "203.0.113.0/24", "203.0.113.1");

    private DatapathId server(int number, int place) {
        TreeMap<NetworkType, PortNumber> tunnels = new TreeMap<>(Map.of(
                NetworkType.VXLAN,
                Cloud.VXLAN_PORT,
                NetworkType.GRE,
                Cloud.GRE_PORT,
                NetworkType.VLAN,
                Cloud.VLAN_PORT));
        return cloud.server(number, places.get(place), tunnels);
    }

    @BeforeEach
    void joinAll() {
        cloud.join(router, block, 1);
        cloud.join(router, otherBlock, 1);
        for (TenantPort port : List.of(anna, dora)) {
            cloud.plug(port.id(), one);
        }
        for (TenantPort port : List.of(bert, carl, emil)) {
            cloud.plug(port.id(), two);
        }
    }

    private Journey journey(TenantPort from, Ipv4Address to, Service service) {
        return tracer(new Tunnelling(true, Optional.of(HashVariant.MURMUR))).trace(from.id(), first(from, to, service));
    }

    private FirstPacket first(TenantPort from, Ipv4Address to, Service service) {
        return FirstPacket.of(from, IpAddress.of(to), service, cloud.state());
    }

    private JourneyTracer tracer(Tunnelling tunnelling) {
        OverlayPlan plan = cloud.plan()
                .next(
                        cloud.state(),
                        cloud.servers(),
                        ExternalNeighbours.NONE.with(outside.id(), IpAddress.of(HOP), HOP_MAC));
        Map<DatapathId, Tunnelling> same =
                cloud.servers().keySet().stream().collect(Collectors.toMap(bridge -> bridge, bridge -> tunnelling));
        Overlay overlay = new Overlay(cloud.state(), plan, cloud.servers(), new TreeMap<>(same), new TreeMap<>());
        return new JourneyTracer(overlay, underlay(plan));
    }

    private Underlay underlay(OverlayPlan plan) {
        AddressPlan addresses =
                AddressPlan.of(fabric.drawn().design(), fabric.drawn().blueprint(), 10);
        Recognition recognition =
                new Recognition(fabric.drawn().design(), fabric.drawn().blueprint(), List.of(), List.of());
        PlanOptions options = PlanOptions.defaults()
                .withHashedSelection(fabric.topology().switches().keySet())
                .withRouted(new RoutedLimits(new TreeSet<>(List.of(Cloud.ROUTED)), RoutedLimits.RULES));
        ForwardingPlan planned = Planner.plan(
                new FabricModel(fabric.topology(), recognition, addresses, options, List.of(), plan.interfaces()));
        Map<DatapathId, HashVariant> hashes = fabric.topology().switches().keySet().stream()
                .collect(Collectors.toMap(dpid -> dpid, dpid -> HashVariant.MURMUR));
        return new Underlay(planned, fabric.topology(), addresses, hashes);
    }

    private static List<DatapathId> bridges(Journey journey) {
        return journey.stages().stream()
                .filter(Journey.AtServer.class::isInstance)
                .map(stage -> ((Journey.AtServer) stage).bridge())
                .toList();
    }

    private static Journey.Across across(Journey journey) {
        return (Journey.Across) journey.stages().stream()
                .filter(Journey.Across.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static Trace trace(Journey journey) {
        return ((Journey.Route.Exact) across(journey).route()).trace();
    }

    private static Journey.End end(Journey journey) {
        assertThat(journey.ends()).hasSize(1);
        return journey.ends().getFirst();
    }

    @Test
    void aPacketOfAVxlanNetworkCrossesTheFabricWithThePredictedSourcePort() {
        Journey journey = journey(anna, Cloud.address(bert), FLOW);
        assertThat(bridges(journey)).containsExactly(one, two);
        Packet sent =
                Packet.udp(Cloud.address(anna), 4000, Cloud.address(bert), 53).between(anna.mac(), bert.mac());
        int port = OvsTunnelPort.of(HashVariant.MURMUR, sent).orElseThrow();
        Packet outer = Packet.udp(places.get(0), port, places.get(15), 4789);
        assertThat(across(journey).outer()).isEqualTo(outer);
        assertThat(trace(journey).walk().hops()).hasSize(5);
        assertThat(journey.isExact()).isTrue();
        assertThat(end(journey)).isInstanceOfSatisfying(Journey.Delivered.class, delivered -> {
            assertThat(delivered.port()).isEqualTo(bert.id());
            assertThat(delivered.packet()).isEqualTo(sent);
        });
    }

    @Test
    void aRoutedPacketIsOnTheReceiversNetworkWhereItLeavesItsServer() {
        Journey journey = journey(anna, Cloud.address(carl), PING);
        assertThat(across(journey).type()).isEqualTo(NetworkType.GRE);
        assertThat(across(journey).outer().value(Field.IP_PROTO)).isEqualTo(47);
        assertThat(journey.isExact()).isTrue();
        assertThat(end(journey)).isInstanceOfSatisfying(Journey.Delivered.class, delivered -> {
            assertThat(delivered.port()).isEqualTo(carl.id());
            assertThat(delivered.packet().value(Field.IP_TTL)).isEqualTo(63);
        });
    }

    @Test
    void aTaggedFrameGoesByTheRulesOfItsVlan() {
        Journey journey = journey(dora, Cloud.address(emil), PING);
        assertThat(across(journey).type()).isEqualTo(NetworkType.VLAN);
        assertThat(across(journey).outer().value(Field.VLAN_VID)).isEqualTo(0x1003);
        assertThat(trace(journey).walk().hops()).hasSize(5);
        assertThat(bridges(journey)).containsExactly(one, two);
        assertThat(end(journey)).isInstanceOf(Journey.Delivered.class);
    }

    /** Ports on two networks that the fabric itself routes, the first on one server and the others, by number, on others. */
    private List<TenantPort> routedPorts() {
        List<TenantPort> ports = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TenantNetwork network = cloud.network(NetworkType.ROUTED, 10 + i);
            TenantSubnet routed = cloud.gatewayed(network, "172.20." + i + ".0/24", "172.20." + i + ".1");
            TenantPort port = cloud.port(routed, 0x20 + i, 10 + i);
            cloud.plug(port.id(), i == 1 ? two : one);
            ports.add(port);
        }
        return ports;
    }

    @Test
    void aPacketOfARoutedNetworkCrossesTheFabricAsItIs() {
        List<TenantPort> ports = routedPorts();
        TenantPort near = ports.get(0);
        TenantPort far = ports.get(1);
        Set<DatapathId> cores = new HashSet<>();
        for (int source = 4000; source < 4040; source++) {
            Service flow = new Service.Flow(FlowKey.UDP, source, 53);
            Journey journey = journey(near, Cloud.address(far), flow);
            assertThat(bridges(journey)).containsExactly(one, two);
            assertThat(across(journey).type()).isEqualTo(NetworkType.ROUTED);
            Packet sent = Packet.udp(Cloud.address(near), source, Cloud.address(far), 53);
            assertThat(across(journey).outer())
                    .isEqualTo(sent.between(RoutedMember.mac(places.get(0)), PlanOptions.GATEWAY_MAC)
                            .with(Field.IP_TTL, 63));
            assertThat(trace(journey).walk().hops()).hasSize(5);
            assertThat(journey.isExact()).isTrue();
            assertThat(end(journey)).isInstanceOfSatisfying(Journey.Delivered.class, delivered -> {
                assertThat(delivered.port()).isEqualTo(far.id());
                assertThat(delivered.packet())
                        .isEqualTo(
                                sent.between(PlanOptions.GATEWAY_MAC, far.mac()).with(Field.IP_TTL, 58));
            });
            cores.add(trace(journey).walk().hops().get(2).ingress().dpid());
        }
        assertThat(cores).hasSize(4);
    }

    @Test
    void aRoutedPacketStaysOnItsServerOrEndsAtTheFirstSwitchThatKnowsNobody() {
        List<TenantPort> ports = routedPorts();
        Journey beside = journey(ports.get(0), Cloud.address(ports.get(2)), PING);
        assertThat(bridges(beside)).containsExactly(one);
        assertThat(end(beside)).isInstanceOf(Journey.Delivered.class);
        Journey nobody = journey(ports.get(0), Ipv4Address.parse("172.20.1.99"), PING);
        assertThat(bridges(nobody)).containsExactly(one);
        assertThat(end(nobody))
                .isInstanceOfSatisfying(
                        Journey.Lost.class, lost -> assertThat(lost.reason()).startsWith("On the fabric: "));
        assertThat(end(journey(ports.get(0), Cloud.address(anna), PING))).isInstanceOf(Journey.Dropped.class);
        assertThat(end(journey(ports.get(0), Ipv4Address.parse("172.20.0.1"), PING)))
                .isInstanceOf(Journey.Answered.class);
    }

    @Test
    void aRoutedPacketThatTheReceiverDoesNotLetInIsDroppedThere() {
        List<TenantPort> ports = routedPorts();
        cloud.inGroups(ports.get(1), cloud.group());
        Journey journey = journey(ports.get(0), Cloud.address(ports.get(1)), FLOW);
        assertThat(end(journey))
                .isInstanceOfSatisfying(
                        Journey.Dropped.class,
                        dropped -> assertThat(dropped.bridge()).isEqualTo(two));
    }

    @Test
    void aPacketToOutsideIsTranslatedWhereItLeaves() {
        cloud.uplinked(gateway);
        TenantPort exit = cloud.exit(router, publicBlock, 10, true);
        Journey journey = journey(anna, WORLD, FLOW);
        assertThat(bridges(journey)).containsExactly(one, gateway);
        assertThat(end(journey)).isInstanceOfSatisfying(Journey.Left.class, left -> {
            assertThat(left.physicalNetwork()).isEqualTo(Cloud.RACK);
            assertThat(left.packet().source()).isEqualTo(Cloud.address(exit));
            assertThat(left.packet().value(Field.ETH_DST)).isEqualTo(HOP_MAC.value());
        });
        assertThat(end(journey(anna, Ipv4Address.parse("203.0.113.77"), FLOW)))
                .isInstanceOfSatisfying(
                        Journey.Asked.class,
                        asked -> assertThat(asked.purpose()).contains(Purpose.TENANT_RESOLUTION));
    }

    @Test
    void whatNoRuleLetsInIsDroppedAtTheReceiver() {
        cloud.inGroups(bert, cloud.group());
        Journey journey = journey(anna, Cloud.address(bert), FLOW);
        assertThat(bridges(journey)).containsExactly(one, two);
        assertThat(end(journey)).isInstanceOfSatisfying(Journey.Dropped.class, dropped -> {
            assertThat(dropped.bridge()).isEqualTo(two);
            assertThat(((Step.Matched) dropped.last()).rule().key().table()).isEqualTo(OverlayPipeline.INBOUND);
        });
    }

    @Test
    void aLaterPacketOfAConnectionMatchesRulesForThese() {
        JourneyTracer tracer = tracer(new Tunnelling(true, Optional.of(HashVariant.MURMUR)));
        FirstPacket packet = first(anna, Cloud.address(bert), FLOW);
        Journey first = tracer.trace(anna.id(), packet);
        Journey later = tracer.again(anna.id(), packet);
        assertThat(end(later)).isEqualTo(end(first));
        assertThat(commits(first)).isEqualTo(2);
        assertThat(commits(later)).isZero();
    }

    private static long commits(Journey journey) {
        return journey.stages().stream()
                .filter(Journey.AtServer.class::isInstance)
                .flatMap(stage -> ((Journey.AtServer) stage).passage().steps().stream())
                .filter(step -> step.toString().contains("commit=true"))
                .count();
    }

    @Test
    void whereTheSourcePortIsNotKnownAllWaysAreTold() {
        for (Tunnelling unknown : List.of(
                new Tunnelling(false, Optional.of(HashVariant.MURMUR)), new Tunnelling(true, Optional.empty()))) {
            Journey journey = tracer(unknown).trace(anna.id(), first(anna, Cloud.address(bert), FLOW));
            assertThat(journey.isExact()).isFalse();
            assertThat(across(journey).outer().has(Field.UDP_SRC)).isFalse();
            assertThat(across(journey).route())
                    .isInstanceOfSatisfying(
                            Journey.Route.OneOf.class,
                            ways -> assertThat(ways.ways().paths()).hasSize(4));
            assertThat(end(journey)).isInstanceOf(Journey.Delivered.class);
        }
    }

    @Test
    void aPingOfTheRouterComesBack() {
        assertThat(end(journey(anna, Ipv4Address.parse("10.1.0.1"), PING)))
                .isInstanceOfSatisfying(Journey.Answered.class, answered -> {
                    assertThat(answered.port()).isEqualTo(anna.id());
                    assertThat(answered.packet().value(Field.ICMPV4_TYPE)).isZero();
                });
    }

    @Test
    void whatIsNeverSentHasAReason() {
        assertThat(reason(journey(anna, Ipv4Address.parse("10.1.0.99"), PING))).contains("10.1.0.99");
        assertThat(reason(journey(dora, WORLD, PING))).contains("no gateway");
        TenantPort loose = cloud.port(block, 0xf, 20);
        assertThat(reason(journey(loose, Cloud.address(bert), PING))).contains("No server");
        assertThat(end(journey(anna, Ipv4Address.parse("10.2.0.99"), PING)))
                .isInstanceOfSatisfying(
                        Journey.Dropped.class,
                        dropped -> assertThat(((Step.Matched) dropped.last())
                                        .rule()
                                        .key()
                                        .table())
                                .isEqualTo(OverlayPipeline.NEIGHBOUR));
    }

    private static String reason(Journey journey) {
        return ((Journey.Unsent) end(journey)).reason();
    }
}
