package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Icmpv6;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Ipv6;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Effect.SendPacket;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.plan.OverlayPipeline;
import io.heddle.routing.tenant.plan.RouterExit;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Host;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A router with an IPv6 address on an external network: how it is found there, and what it finds, answers and reports. */
class OutsideVoiceTest {

    private static final DatapathId EDGE = new DatapathId(0xe1);
    private static final IpAddress HOP = IpAddress.parse("fe80::1");
    private static final IpAddress WORLD = IpAddress.parse("2001:db8:ffff::7");
    private static final IpAddress OWN = IpAddress.parse("2001:db8:f::10");
    private static final IpAddress INNER = IpAddress.parse("2001:db8:1::9");
    private static final MacAddress HOP_MAC = MacAddress.parse("0e:00:00:00:00:01");

    private final Cloud cloud = new Cloud();
    private final TenantNetwork outside = cloud.external(30);
    private final TenantSubnet four = cloud.subnet(outside, "203.0.113.0/24", "203.0.113.1", false);
    private final TenantSubnet six = cloud.subnet(outside, "2001:db8:f::/64", "fe80::1", false);
    private final TenantPort port = cloud.leaving(four, "203.0.113.10");
    private final TenantRouter router =
            cloud.state().tenants().routers().values().iterator().next();

    @BeforeEach
    void start() {
        List<FixedIp> both = List.of(port.fixedIps().getFirst(), new FixedIp(six.id(), OWN));
        cloud.put(new TenantChange.Put(port.withFixedIps(both, port.standard())));
        Topology topology = Topology.empty()
                .withSwitch(FabricSwitch.of(
                        EDGE, "e1", true, List.of(new Port(new PortNumber(1), "", Cloud.mac(1), true, 0))))
                .withHost(new Host(Cloud.underlay(1), Cloud.mac(1), new ConnectPoint(EDGE, new PortNumber(1))));
        cloud.apply(new OverlayEvent.UnderlayChanged(Underlay.of(topology)));
        cloud.seen(1, Cloud.gateway(1));
        cloud.connected(1, SwitchPlan.empty());
        cloud.confirm();
    }

    private RouterExit exit() {
        return cloud.state().planned().plan().exits().find(router.id()).orElseThrow();
    }

    private PacketReceived received(PortNumber at, Cookie cookie, Ethernet frame) {
        return new PacketReceived(
                new ConnectPoint(exit().bridge(), at),
                FabricEvent.PacketInReason.ACTION,
                Optional.of(cookie),
                frame.bytes());
    }

    private Optional<SendPacket> answer(PortNumber at, int detail, Ethernet frame) {
        return OutsideVoice.answer(received(at, Cookie.of(Purpose.TENANT_ROUTER, detail), frame), cloud.state())
                .map(SendPacket.class::cast);
    }

    private static Ethernet frame(SendPacket sent) {
        return Ethernet.parse(sent.frame()).orElseThrow();
    }

    private static Icmpv6 message(Ethernet frame) {
        return Icmpv6.parse(Ipv6.parse(frame.payload()).orElseThrow()).orElseThrow();
    }

    private static List<Action> actions(SendPacket sent) {
        return ((Effect.Departure.ByActions) sent.departure()).actions();
    }

    private List<SendPacket> six() {
        return cloud.done(SendPacket.class).stream()
                .filter(sent -> frame(sent).type() == Ethernet.IPV6)
                .toList();
    }

    private Optional<MacAddress> found(IpAddress who) {
        return cloud.state().resolution().neighbours().on(outside.id()).find(who);
    }

    @Test
    void whereTheAddressIsIsAnnouncedToAllOnTheLink() {
        SendPacket sent = six().getLast();
        assertThat(frame(sent).destination()).isEqualTo(MacAddress.parse("33:33:00:00:00:01"));
        assertThat(message(frame(sent)).advertised()).contains(new Icmpv6.Neighbour(OWN, port.mac()));
        assertThat(actions(sent)).contains(new Action.SetField(Field.VLAN_VID, 0x1000 | 30));
    }

    @Test
    void theNextHopIsAskedForInTheGroupOfItsAddressAndFoundByItsAnswer() {
        six();
        cloud.pass(Duration.ofSeconds(1));
        SendPacket question = six().getFirst();
        assertThat(frame(question).destination()).isEqualTo(MacAddress.parse("33:33:ff:00:00:01"));
        assertThat(Ipv6.parse(frame(question).payload()).orElseThrow().source()).isEqualTo(OWN);
        assertThat(message(frame(question)).target()).contains(HOP);
        Icmpv6 said = Icmpv6.advertisement(HOP, HOP_MAC, true);
        for (int hops : List.of(254, 255)) {
            Ethernet answer = new Ethernet(
                    port.mac(), HOP_MAC, Ethernet.IPV6, said.in(hops, HOP, OWN).bytes());
            cloud.report(received(exit().uplink(), Cookie.of(Purpose.TENANT_RESOLUTION), answer));
            assertThat(found(HOP)).isEqualTo(hops == 255 ? Optional.of(HOP_MAC) : Optional.empty());
        }
        IpAddress near = IpAddress.parse("2001:db8:f::99");
        Ipv6 packet = new Ipv6(9, 17, INNER, near, new byte[8]);
        cloud.report(received(
                exit().uplink(),
                Cookie.of(Purpose.TENANT_RESOLUTION),
                new Ethernet(MacAddress.BROADCAST, port.mac(), Ethernet.IPV6, packet.bytes())));
        six();
        cloud.pass(Duration.ofSeconds(1));
        assertThat(six()).extracting(sent -> message(frame(sent)).target()).contains(Optional.of(near));
    }

    @Test
    void whoAsksForTheRouterIsAnswered() {
        for (IpAddress target : List.of(OWN, IpAddress.linkLocal(port.mac()))) {
            Ethernet question = Icmpv6.solicitation(target, HOP_MAC).onLink(HOP_MAC, HOP, Icmpv6.solicitedNode(target));
            SendPacket sent = answer(exit().uplink(), RouterExit.detail(router.number()), question)
                    .orElseThrow();
            assertThat(frame(sent).destination()).isEqualTo(HOP_MAC);
            assertThat(message(frame(sent)).advertised()).contains(new Icmpv6.Neighbour(target, port.mac()));
            assertThat(actions(sent)).endsWith(new Action.Output(exit().uplink()));
        }
        Ethernet other = Icmpv6.solicitation(WORLD, HOP_MAC).onLink(HOP_MAC, HOP, Icmpv6.solicitedNode(WORLD));
        assertThat(answer(exit().uplink(), RouterExit.detail(router.number()), other))
                .isEmpty();
    }

    @Test
    void aPingIsAnsweredTheWayItCameAndToARouterBesideAsFromOutside() {
        Ipv6 ping = new Icmpv6(Icmpv6.ECHO_REQUEST, 0, new byte[16]).in(64, WORLD, OWN);
        Ethernet turned = new Ethernet(HOP_MAC, port.mac(), Ethernet.IPV6, ping.bytes());
        SendPacket byUplink = answer(exit().uplink(), 0, turned).orElseThrow();
        assertThat(frame(byUplink).destination()).isEqualTo(HOP_MAC);
        assertThat(message(frame(byUplink)).type()).isEqualTo(Icmpv6.ECHO_REPLY);
        assertThat(actions(byUplink)).endsWith(new Action.Output(exit().uplink()));
        SendPacket beside = answer(new PortNumber(77), 0, turned).orElseThrow();
        assertThat(actions(beside)).isEqualTo(OverlayPipeline.entering(outside));
    }

    @Test
    void thatAPacketFromOutsideHadNoHopLeftIsSaidFromTheRoutersAddressThere() {
        Ipv6 last = new Ipv6(1, 17, WORLD, INNER, new byte[20]);
        SendPacket sent = answer(exit().uplink(), 0, new Ethernet(HOP_MAC, port.mac(), Ethernet.IPV6, last.bytes()))
                .orElseThrow();
        assertThat(Ipv6.parse(frame(sent).payload()).orElseThrow().source()).isEqualTo(OWN);
        assertThat(message(frame(sent)).type()).isEqualTo(Icmpv6.TIME_EXCEEDED);
        Ipv4 four =
                Ipv4.of(1, Ipv4.UDP, Ipv4Address.parse("198.51.100.7"), Ipv4Address.parse("10.1.0.9"), new byte[20]);
        SendPacket report = answer(exit().uplink(), 0, new Ethernet(HOP_MAC, port.mac(), Ethernet.IPV4, four.bytes()))
                .orElseThrow();
        Ipv4 packet = Ipv4.parse(frame(report).payload()).orElseThrow();
        assertThat(packet.source()).isEqualTo(Ipv4Address.parse("203.0.113.10"));
        assertThat(Icmp.parse(packet).orElseThrow().type()).isEqualTo(Icmp.TIME_EXCEEDED);
    }

    @Test
    void aSenderOutsideIsToldHowLargeItsPacketsMayBe() {
        Ipv6 large = new Ipv6(60, 17, WORLD, INNER, new byte[1440]);
        Ethernet turned = new Ethernet(HOP_MAC, port.mac(), Ethernet.IPV6, large.bytes());
        SendPacket sent = (SendPacket) PathMtu.answer(
                        received(exit().uplink(), Cookie.of(Purpose.TENANT_TOO_LARGE, 1450), turned), cloud.state())
                .orElseThrow();
        assertThat(frame(sent).destination()).isEqualTo(HOP_MAC);
        assertThat(message(frame(sent)).type()).isEqualTo(Icmpv6.PACKET_TOO_BIG);
        assertThat(Ipv6.parse(frame(sent).payload()).orElseThrow().source()).isEqualTo(OWN);
    }
}
