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
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One host on a network with a router, and what it is told for that router. */
class RouterVoiceTest {

    private static final ConnectPoint TAP = new ConnectPoint(Cloud.bridge(1), new PortNumber(1));
    private static final Ipv4Address FAR = Ipv4Address.parse("10.2.0.9");
    private static final IpAddress FAR_SIX = IpAddress.parse("2001:db8:2::9");

    private final Cloud cloud = new Cloud();
    private final TenantNetwork network = cloud.network();
    private final TenantSubnet four = cloud.subnet(network, "10.1.0.0/24", "10.1.0.1", true);
    private final TenantSubnet six = cloud.advertised(network, "2001:db8:1::/64", Ipv6Mode.SLAAC);
    private final TenantPort host = cloud.port(network, four, "10.1.0.10");
    private final TenantRouter router = cloud.router();
    private final TenantPort door = cloud.join(router, four, "10.1.0.1");
    private final TenantPort sixDoor = cloud.join(router, six, "2001:db8:1::1");
    private final IpAddress hostSix = IpAddress.linkLocal(host.mac());

    private Optional<Ethernet> answer(Ethernet frame) {
        return answer(frame, Cookie.Purpose.TENANT_ROUTER);
    }

    private Optional<Ethernet> answer(Ethernet frame, Cookie.Purpose purpose) {
        cloud.server(1, host);
        PacketReceived packet =
                new PacketReceived(TAP, PacketInReason.ACTION, Optional.of(Cookie.of(purpose)), frame.bytes());
        return RouterVoice.answer(packet, cloud.state())
                .map(effect -> ((Effect.SendPacket) effect).frame())
                .flatMap(Ethernet::parse);
    }

    /** As a bridge hands it over: from the router's MAC address to the host's. */
    private Ethernet turned(TenantPort from, int type, byte[] packet) {
        return new Ethernet(host.mac(), from.mac(), type, packet);
    }

    private Ipv4 datagram(int ttl) {
        Ipv4 envelope = Ipv4.of(ttl, Ipv4.UDP, Ipv4Address.parse("10.1.0.10"), FAR, new byte[0]);
        return new Udp(5, 33434, new byte[] {1, 2, 3}).in(envelope);
    }

    @Test
    void thatATtlRanOutIsSaidFromTheRoutersAddressOnTheSendersNetwork() {
        Ethernet report =
                answer(turned(door, Ethernet.IPV4, datagram(1).bytes())).orElseThrow();
        assertThat(report.destination()).isEqualTo(host.mac());
        assertThat(report.source()).isEqualTo(door.mac());
        Ipv4 packet = Ipv4.parse(report.payload()).orElseThrow();
        assertThat(packet.source()).isEqualTo(Ipv4Address.parse("10.1.0.1"));
        assertThat(packet.destination()).isEqualTo(Ipv4Address.parse("10.1.0.10"));
        assertThat(Icmp.parse(packet).orElseThrow().type()).isEqualTo(Icmp.TIME_EXCEEDED);
    }

    @Test
    void noErrorIsReportedAboutAnError() {
        Icmp error = Icmp.timeExceeded(datagram(1).bytes());
        Ipv4 packet = Ipv4.of(1, Ipv4.ICMP, Ipv4Address.parse("10.1.0.10"), FAR, error.bytes());
        assertThat(answer(turned(door, Ethernet.IPV4, packet.bytes()))).isEmpty();
        Ipv6 six = Icmpv6.timeExceeded(message(64, FAR_SIX).bytes()).in(1, hostSix, FAR_SIX);
        assertThat(answer(turned(sixDoor, Ethernet.IPV6, six.bytes()))).isEmpty();
    }

    @Test
    void nobodySpeaksForARouterThatIsDownOrForStrangersOrWhenNotAsked() {
        Ethernet frame = turned(door, Ethernet.IPV4, datagram(1).bytes());
        assertThat(answer(frame, Cookie.Purpose.TENANT_DHCP)).isEmpty();
        assertThat(answer(turned(host, Ethernet.IPV4, datagram(1).bytes()))).isEmpty();
        assertThat(answer(turned(door, Ethernet.ARP, datagram(1).bytes()))).isEmpty();
        assertThat(answer(turned(door, Ethernet.IPV4, new byte[60]))).isEmpty();
        assertThat(answer(turned(door, Ethernet.IPV6, new byte[60]))).isEmpty();
        cloud.put(new TenantChange.Put(new TenantRouter(
                router.id(),
                router.project(),
                router.name(),
                false,
                router.gateway(),
                router.routes(),
                router.number(),
                router.standard())));
        assertThat(answer(frame)).isEmpty();
    }

    private Ipv6 message(int hops, IpAddress to) {
        return new Icmpv6(Icmpv6.ECHO_REQUEST, 0, new byte[] {0, 1, 0, 2, 7}).in(hops, hostSix, to);
    }

    @Test
    void aPingOfAnyAddressOfTheRouterIsAnsweredInVersionSix() {
        IpAddress own = IpAddress.parse("2001:db8:1::1");
        Ethernet frame =
                answer(turned(sixDoor, Ethernet.IPV6, message(1, own).bytes())).orElseThrow();
        assertThat(frame.destination()).isEqualTo(host.mac());
        Ipv6 packet = Ipv6.parse(frame.payload()).orElseThrow();
        assertThat(packet.source()).isEqualTo(own);
        assertThat(packet.destination()).isEqualTo(hostSix);
        Icmpv6 reply = Icmpv6.parse(packet).orElseThrow();
        assertThat(reply.type()).isEqualTo(Icmpv6.ECHO_REPLY);
        assertThat(reply.body()).containsExactly(0, 1, 0, 2, 7);
    }

    @Test
    void aHopLimitThatRanOutIsSaidInVersionSix() {
        Ethernet frame = answer(
                        turned(sixDoor, Ethernet.IPV6, message(1, FAR_SIX).bytes()))
                .orElseThrow();
        Ipv6 packet = Ipv6.parse(frame.payload()).orElseThrow();
        assertThat(packet.source()).isEqualTo(IpAddress.parse("2001:db8:1::1"));
        assertThat(Icmpv6.parse(packet).orElseThrow().type()).isEqualTo(Icmpv6.TIME_EXCEEDED);
        assertThat(answer(turned(sixDoor, Ethernet.IPV6, message(9, FAR_SIX).bytes())))
                .isEmpty();
    }

    private Ethernet solicitation(IpAddress from, IpAddress target, int hops) {
        byte[] body = ByteBuffer.allocate(20).putInt(0).put(target.octets()).array();
        Ipv6 packet =
                new Icmpv6(Icmpv6.NEIGHBOUR_SOLICITATION, 0, body).in(hops, from, IpAddress.parse("ff02::1:ff00:1"));
        return new Ethernet(MacAddress.parse("33:33:ff:00:00:01"), host.mac(), Ethernet.IPV6, packet.bytes());
    }

    @Test
    void whereTheRouterIsIsToldInVersionSix() {
        for (IpAddress target :
                new IpAddress[] {IpAddress.parse("2001:db8:1::1"), IpAddress.linkLocal(sixDoor.mac())}) {
            Ethernet frame = answer(solicitation(hostSix, target, 255)).orElseThrow();
            assertThat(frame.source()).isEqualTo(sixDoor.mac());
            assertThat(frame.destination()).isEqualTo(host.mac());
            Ipv6 packet = Ipv6.parse(frame.payload()).orElseThrow();
            assertThat(packet.hopLimit()).isEqualTo(255);
            assertThat(packet.destination()).isEqualTo(hostSix);
            Icmpv6 told = Icmpv6.parse(packet).orElseThrow();
            assertThat(told.type()).isEqualTo(Icmpv6.NEIGHBOUR_ADVERTISEMENT);
            assertThat(ByteBuffer.wrap(told.body()).getInt()).isEqualTo(0xe000_0000);
        }
        Ethernet probed = answer(solicitation(IpAddress.parse("::"), IpAddress.parse("2001:db8:1::1"), 255))
                .orElseThrow();
        assertThat(Ipv6.parse(probed.payload()).orElseThrow().destination()).isEqualTo(IpAddress.parse("ff02::1"));
        assertThat(answer(solicitation(hostSix, IpAddress.parse("2001:db8:1::1"), 64)))
                .isEmpty();
        assertThat(answer(solicitation(hostSix, IpAddress.parse("2001:db8:1::77"), 255)))
                .isEmpty();
    }
}
