package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Icmpv6;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Ipv6;
import io.heddle.controller.packet.Udp;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One host on a network with a router, and what it is told when it sends what is too large for another. */
class PathMtuTest {

    private static final ConnectPoint TAP = new ConnectPoint(Cloud.bridge(1), new PortNumber(1));
    private static final Ipv4Address OWN = Ipv4Address.parse("10.1.0.10");
    private static final Ipv4Address FAR = Ipv4Address.parse("10.2.0.9");
    private static final IpAddress FAR_SIX = IpAddress.parse("2001:db8:2::9");
    private static final int MTU = 1450;

    private final Cloud cloud = new Cloud();
    private final TenantNetwork network = cloud.network();
    private final TenantSubnet four = cloud.subnet(network, "10.1.0.0/24", "10.1.0.1", true);
    private final TenantSubnet six = cloud.advertised(network, "2001:db8:1::/64", Ipv6Mode.SLAAC);
    private final TenantPort host = cloud.port(network, four, "10.1.0.10");
    private final TenantRouter router = cloud.router();
    private final TenantPort door = cloud.join(router, four, "10.1.0.1");
    private final TenantPort sixDoor = cloud.join(router, six, "2001:db8:1::1");

    private Optional<Effect.SendPacket> answer(Cookie cookie, ConnectPoint at, Ethernet frame) {
        cloud.server(1, host);
        PacketReceived packet = new PacketReceived(at, PacketInReason.ACTION, Optional.of(cookie), frame.bytes());
        return PathMtu.answer(packet, cloud.state()).map(Effect.SendPacket.class::cast);
    }

    private static Cookie cookie() {
        return Cookie.of(Cookie.Purpose.TENANT_TOO_LARGE, MTU);
    }

    /** As a bridge hands it over: from the router's MAC address to the host's. */
    private Ethernet turned(TenantPort from, int type, byte[] packet) {
        return new Ethernet(host.mac(), from.mac(), type, packet);
    }

    private static Ipv4 datagram() {
        Ipv4 envelope = Ipv4.of(64, Ipv4.UDP, OWN, FAR, new byte[0]);
        return new Udp(5, 33434, new byte[1460]).in(envelope);
    }

    @Test
    void aSenderIsToldTheSizeFromTheRoutersAddressByItsOwnPort() {
        byte[] large = datagram().bytes();
        Effect.SendPacket sent =
                answer(cookie(), TAP, turned(door, Ethernet.IPV4, large)).orElseThrow();
        assertThat(sent.departure()).isEqualTo(new Effect.Departure.ByPort(TAP.port()));
        Ethernet report = Ethernet.parse(sent.frame()).orElseThrow();
        assertThat(report.destination()).isEqualTo(host.mac());
        assertThat(report.source()).isEqualTo(door.mac());
        Ipv4 packet = Ipv4.parse(report.payload()).orElseThrow();
        assertThat(packet.source()).isEqualTo(Ipv4Address.parse("10.1.0.1"));
        assertThat(packet.destination()).isEqualTo(OWN);
        Icmp message = Icmp.parse(packet).orElseThrow();
        assertThat(message.type()).isEqualTo(3);
        assertThat(message.code()).isEqualTo(4);
        assertThat(message.rest()).isEqualTo(MTU);
        assertThat(message.payload()).isEqualTo(Arrays.copyOf(large, 548));
    }

    @Test
    void overIpv6ItIsSaidThatThePacketIsTooBig() {
        IpAddress own = IpAddress.linkLocal(host.mac());
        Ipv6 large = new Icmpv6(Icmpv6.ECHO_REQUEST, 0, new byte[1460]).in(64, own, FAR_SIX);
        Effect.SendPacket sent = answer(cookie(), TAP, turned(sixDoor, Ethernet.IPV6, large.bytes()))
                .orElseThrow();
        Ipv6 packet = Ethernet.parse(sent.frame())
                .flatMap(frame -> Ipv6.parse(frame.payload()))
                .orElseThrow();
        assertThat(packet.source()).isEqualTo(IpAddress.parse("2001:db8:1::1"));
        assertThat(packet.destination()).isEqualTo(own);
        Icmpv6 message = Icmpv6.parse(packet).orElseThrow();
        assertThat(message.type()).isEqualTo(2);
        assertThat(Arrays.copyOf(message.body(), 4)).containsExactly(0, 0, MTU >> 8, MTU & 0xff);
        assertThat(Arrays.copyOfRange(message.body(), 4, 44)).isEqualTo(Arrays.copyOf(large.bytes(), 40));
    }

    @Test
    void nothingIsSaidAboutWhatNoErrorMayBeAboutOrToStrangersOrWhenNotAsked() {
        Icmp error = Icmp.timeExceeded(datagram().bytes());
        Ipv4 aboutError = Ipv4.of(64, Ipv4.ICMP, OWN, FAR, error.bytes());
        assertThat(answer(cookie(), TAP, turned(door, Ethernet.IPV4, aboutError.bytes())))
                .isEmpty();
        Ethernet frame = turned(door, Ethernet.IPV4, datagram().bytes());
        assertThat(answer(Cookie.of(Cookie.Purpose.TENANT_ROUTER), TAP, frame)).isEmpty();
        assertThat(answer(cookie(), new ConnectPoint(TAP.dpid(), new PortNumber(9)), frame))
                .isEmpty();
        assertThat(answer(cookie(), TAP, turned(host, Ethernet.IPV4, datagram().bytes())))
                .isEmpty();
        assertThat(answer(cookie(), TAP, turned(door, Ethernet.ARP, datagram().bytes())))
                .isEmpty();
        assertThat(answer(cookie(), TAP, turned(door, Ethernet.IPV6, new byte[60])))
                .isEmpty();
    }
}
