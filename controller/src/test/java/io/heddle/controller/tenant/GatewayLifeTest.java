package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.packet.Arp;
import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Effect.SendPacket;
import io.heddle.controller.state.FabricEvent;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A router that leaves by one of two servers: where it is announced, whom it asks for, and what becomes of it when one goes. */
class GatewayLifeTest {

    private static final DatapathId EDGE = new DatapathId(0xe1);
    private static final Ipv4Address HOP = Ipv4Address.parse("203.0.113.1");
    private static final Ipv4Address OWN = Ipv4Address.parse("203.0.113.10");
    private static final MacAddress HOP_MAC = MacAddress.parse("0e:00:00:00:00:01");

    private final Cloud cloud = new Cloud();
    private final TenantNetwork outside = cloud.external(30);
    private final TenantSubnet block = cloud.subnet(outside, "203.0.113.0/24", "203.0.113.1", false);
    private final TenantPort port = cloud.leaving(block, "203.0.113.10");

    @BeforeEach
    void startBoth() {
        cloud.apply(fabricWith(1, 2));
        for (int server = 1; server <= 2; server++) {
            cloud.seen(server, Cloud.gateway(server));
            cloud.connected(server, SwitchPlan.empty());
        }
        cloud.confirm();
    }

    /** A fabric with both servers, of which the ports of these are up. */
    private static OverlayEvent fabricWith(Integer... up) {
        List<Port> ports = Stream.of(1, 2)
                .map(number -> new Port(
                        new PortNumber(number),
                        "",
                        Cloud.mac(number),
                        List.of(up).contains(number),
                        0))
                .toList();
        Topology topology = Topology.empty().withSwitch(FabricSwitch.of(EDGE, "e1", true, ports));
        for (int server : List.of(1, 2)) {
            topology = topology.withHost(new Host(
                    Cloud.underlay(server), Cloud.mac(server), new ConnectPoint(EDGE, new PortNumber(server))));
        }
        return new OverlayEvent.UnderlayChanged(Underlay.of(topology));
    }

    private RouterExit exit() {
        return cloud.state().planned().plan().exits().values().iterator().next();
    }

    private int chosen() {
        return exit().bridge().equals(Cloud.bridge(1)) ? 1 : 2;
    }

    private static Arp arp(SendPacket sent) {
        return Ethernet.parse(sent.frame())
                .flatMap(frame -> Arp.parse(frame.payload()))
                .orElseThrow();
    }

    private List<Arp> questions() {
        return cloud.done(SendPacket.class).stream()
                .map(GatewayLifeTest::arp)
                .filter(arp -> !arp.isGratuitous())
                .toList();
    }

    private void handOver(byte[] frame) {
        cloud.report(new FabricEvent.PacketReceived(
                new ConnectPoint(exit().bridge(), exit().uplink()),
                FabricEvent.PacketInReason.ACTION,
                Optional.of(Cookie.of(Cookie.Purpose.TENANT_RESOLUTION)),
                frame));
    }

    private void answer(Ipv4Address who, MacAddress mac) {
        handOver(new Arp(Arp.Operation.REPLY, mac, who, port.mac(), OWN).frameTo(port.mac()));
    }

    private Optional<MacAddress> found(Ipv4Address who) {
        return cloud.state().resolution().neighbours().on(outside.id()).find(IpAddress.of(who));
    }

    @Test
    void aSenderOutsideIsToldHowLargeItsPacketsMayBe() {
        Ipv4 large = Ipv4.of(60, Ipv4.UDP, HOP, OWN, new byte[1460]);
        Ethernet frame = new Ethernet(exit().mac(), HOP_MAC, Ethernet.IPV4, large.bytes());
        SendPacket sent = (SendPacket) PathMtu.answer(
                        new FabricEvent.PacketReceived(
                                new ConnectPoint(exit().bridge(), exit().uplink()),
                                FabricEvent.PacketInReason.ACTION,
                                Optional.of(Cookie.of(Cookie.Purpose.TENANT_TOO_LARGE, 1450)),
                                frame.bytes()),
                        cloud.state())
                .orElseThrow();
        assertThat(sent.departure())
                .isInstanceOfSatisfying(
                        Effect.Departure.ByActions.class,
                        by -> assertThat(by.actions())
                                .containsExactly(
                                        new Action.PushVlan(),
                                        new Action.SetField(Field.VLAN_VID, 0x1000 | 30),
                                        new Action.Output(exit().uplink())));
        Ethernet report = Ethernet.parse(sent.frame()).orElseThrow();
        assertThat(report.destination()).isEqualTo(HOP_MAC);
        assertThat(report.source()).isEqualTo(exit().mac());
        Ipv4 packet = Ipv4.parse(report.payload()).orElseThrow();
        assertThat(packet.source()).isEqualTo(OWN);
        assertThat(packet.destination()).isEqualTo(HOP);
        Icmp message = Icmp.parse(packet).orElseThrow();
        assertThat(message.rest()).isEqualTo(1450);
        assertThat(message.payload()).isEqualTo(Arrays.copyOf(large.bytes(), 548));
    }

    @Test
    void whereTheRouterIsIsAnnouncedByItsServer() {
        assertThat(cloud.done(SendPacket.class))
                .filteredOn(sent -> arp(sent).isGratuitous())
                .last()
                .satisfies(sent -> {
                    assertThat(sent.dpid()).isEqualTo(exit().bridge());
                    assertThat(arp(sent).senderMac()).isEqualTo(port.mac());
                    assertThat(arp(sent).senderIp()).isEqualTo(OWN);
                    assertThat(((Effect.Departure.ByActions) sent.departure()).actions())
                            .contains(new Action.SetField(Field.VLAN_VID, 0x1000 | 30));
                });
    }

    @Test
    void theNextHopIsAskedForUntilItIsFoundAndNowAndThenAfterwards() {
        questions();
        cloud.pass(Duration.ofSeconds(1));
        assertThat(questions()).containsExactly(Arp.request(port.mac(), OWN, HOP));
        cloud.pass(Duration.ofSeconds(1));
        assertThat(questions()).hasSize(1);
        answer(HOP, HOP_MAC);
        assertThat(found(HOP)).contains(HOP_MAC);
        cloud.pass(Duration.ofSeconds(10));
        assertThat(questions()).isEmpty();
        cloud.pass(Duration.ofSeconds(21));
        assertThat(questions()).hasSize(1);
        for (int i = 0; i < 3; i++) {
            assertThat(found(HOP)).isPresent();
            cloud.pass(Duration.ofSeconds(1));
        }
        assertThat(found(HOP)).isEmpty();
    }

    @Test
    void nothingIsLearnedThatWasNotAskedFor() {
        cloud.pass(Duration.ofSeconds(1));
        answer(Ipv4Address.parse("203.0.113.66"), HOP_MAC);
        assertThat(found(Ipv4Address.parse("203.0.113.66"))).isEmpty();
        answer(HOP, MacAddress.BROADCAST);
        assertThat(found(HOP)).isEmpty();
        handOver(new Arp(Arp.Operation.REPLY, HOP_MAC, HOP, HOP_MAC, OWN).frameTo(HOP_MAC));
        assertThat(found(HOP)).isEmpty();
        handOver(Arp.request(HOP_MAC, HOP, OWN).frameTo(port.mac()));
        handOver(new byte[20]);
        handOver(new Ethernet(port.mac(), HOP_MAC, Ethernet.LLDP, new byte[46]).bytes());
        assertThat(found(HOP)).isEmpty();
    }

    @Test
    void theReceiverOfAPacketIsAskedForIfItIsOnTheNetwork() {
        Ipv4Address near = Ipv4Address.parse("203.0.113.66");
        for (Ipv4Address target : List.of(near, Ipv4Address.parse("192.0.2.1"))) {
            byte[] packet = Ipv4.of(9, Ipv4.UDP, OWN, target, new byte[8]).bytes();
            handOver(new Ethernet(MacAddress.BROADCAST, port.mac(), Ethernet.IPV4, packet).bytes());
        }
        questions();
        cloud.pass(Duration.ofSeconds(1));
        assertThat(questions()).extracting(Arp::targetIp).containsExactlyInAnyOrder(HOP, near);
        answer(near, HOP_MAC);
        assertThat(found(near)).contains(HOP_MAC);
    }

    @Test
    void whenItsServerIsCutOffTheOtherTakesOverAndSaysSo() {
        int first = chosen();
        cloud.done(SendPacket.class);
        cloud.report(new FabricEvent.SwitchDisconnected(Cloud.bridge(first), "gone"));
        assertThat(chosen()).isEqualTo(3 - first);
        assertThat(cloud.done(SendPacket.class)).singleElement().satisfies(sent -> {
            assertThat(sent.dpid()).isEqualTo(Cloud.bridge(3 - first));
            assertThat(arp(sent).isGratuitous()).isTrue();
        });
        cloud.connected(first, SwitchPlan.empty());
        assertThat(chosen()).isEqualTo(first);
    }

    @Test
    void whenTheFabricLosesItsServerTheOtherTakesOver() {
        int first = chosen();
        cloud.apply(fabricWith(3 - first));
        assertThat(chosen()).isEqualTo(3 - first);
        assertThat(PortBoard.status(cloud.state(), port.id()).phase()).isEqualTo(PortStatus.Phase.ACTIVE);
        cloud.apply(fabricWith());
        assertThat(cloud.state().planned().plan().exits()).isEmpty();
        PortStatus status = PortBoard.status(cloud.state(), port.id());
        assertThat(status.phase()).isEqualTo(PortStatus.Phase.DOWN);
        assertThat(status.reason()).contains("No server leads to network " + outside.id(), "heddle-bridge-mappings");
    }
}
