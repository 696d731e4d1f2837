package io.heddle.controller.tenant;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Icmpv6;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Ipv6;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.plan.RouterExit;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Optional;

/**
 * Tells senders how large packets may be on the way that a router leads (RFC 1191, RFC 8201), when a bridge hands over one that was
 * larger; pure.
 *
 * <pre>
 * from a port of a network that the router joins    from the router's address there, by the port that it came by
 * from an external network                          from the router's own address there, the way that it came
 * </pre>
 *
 * <p>The packet is quoted as its sender sent it, and the rule's cookie tells the size. Nothing is said about what no error may be about,
 * and the bridges limit how much is handed over. An IPv4 packet that might have been cut into pieces is answered like one that might not.
 */
final class PathMtu {

    private static final int HOPS = 64;

    private PathMtu() {}

    /** What is to be sent in answer to a packet that a bridge handed over for its size. */
    static Optional<Effect.SwitchEffect> answer(PacketReceived packet, OverlayState state) {
        Optional<Integer> mtu = packet.cookie()
                .filter(cookie -> cookie.isFor(Purpose.TENANT_TOO_LARGE))
                .map(Cookie::detail);
        return mtu.flatMap(size -> Ethernet.parse(packet.frame())
                .flatMap(frame -> toPort(packet, frame, size, state).or(() -> toOutside(packet, frame, size, state))));
    }

    /** The bridge has turned the frame: it comes from the router's MAC address. */
    private static Optional<Effect.SwitchEffect> toPort(
            PacketReceived packet, Ethernet frame, int mtu, OverlayState state) {
        return state.portAt(packet.point())
                .flatMap(port -> RouterVoice.doors(port.network(), state.tenants())
                        .filter(door -> door.mac().equals(frame.source()))
                        .findFirst())
                .flatMap(door -> report(frame, frame.destination(), door, mtu))
                .map(report -> byPort(packet, report));
    }

    /** The frame is as it came, and goes to the router's MAC address; or it is turned, where nothing is translated. */
    private static Optional<Effect.SwitchEffect> toOutside(
            PacketReceived packet, Ethernet frame, int mtu, OverlayState state) {
        return state.planned().plan().exits().values().stream()
                .filter(exit -> exit.bridge().equals(packet.dpid())
                        && (exit.mac().equals(frame.destination()) || exit.mac().equals(frame.source())))
                .findFirst()
                .flatMap(exit -> report(
                                frame,
                                exit.mac().equals(frame.source()) ? frame.destination() : frame.source(),
                                exit,
                                mtu)
                        .flatMap(report -> {
                            boolean isByUplink = packet.point().port().equals(exit.uplink());
                            return isByUplink
                                    ? Optional.of(Announcements.sent(exit, report.bytes()))
                                    : state.portAt(packet.point()).map(port -> byPort(packet, report));
                        }));
    }

    private static Optional<Ethernet> report(Ethernet frame, MacAddress to, RouterExit exit, int mtu) {
        return switch (frame.type()) {
            case Ethernet.IPV4 ->
                exit.own(IpVersion.V4)
                        .flatMap(IpAddress::asIpv4)
                        .flatMap(own -> report4(frame, to, exit.mac(), own, mtu));
            case Ethernet.IPV6 -> exit.own(IpVersion.V6).flatMap(own -> report6(frame, to, exit.mac(), own, mtu));
            default -> Optional.empty();
        };
    }

    private static Effect.SwitchEffect byPort(PacketReceived packet, Ethernet report) {
        return new Effect.SendPacket(
                packet.dpid(), new Effect.Departure.ByPort(packet.point().port()), report.bytes());
    }

    private static Optional<Ethernet> report(Ethernet frame, MacAddress to, TenantPort door, int mtu) {
        return switch (frame.type()) {
            case Ethernet.IPV4 ->
                RouterVoice.addresses(door, IpVersion.V4)
                        .flatMap(own -> own.asIpv4().stream())
                        .findFirst()
                        .flatMap(own -> report4(frame, to, door.mac(), own, mtu));
            case Ethernet.IPV6 ->
                RouterVoice.addresses(door, IpVersion.V6)
                        .findFirst()
                        .flatMap(own -> report6(frame, to, door.mac(), own, mtu));
            default -> Optional.empty();
        };
    }

    private static Optional<Ethernet> report4(
            Ethernet frame, MacAddress to, MacAddress from, Ipv4Address own, int mtu) {
        return Ipv4.parse(frame.payload())
                .filter(Icmp::mayBeReported)
                .map(packet -> Ipv4.of(
                        HOPS,
                        Ipv4.ICMP,
                        /* source= */ own,
                        /* destination= */ packet.source(),
                        Icmp.fragmentationNeeded(frame.payload(), mtu).bytes()))
                .map(report -> new Ethernet(to, from, Ethernet.IPV4, report.bytes()));
    }

    private static Optional<Ethernet> report6(Ethernet frame, MacAddress to, MacAddress from, IpAddress own, int mtu) {
        return Ipv6.parse(frame.payload())
                .filter(Icmpv6::mayBeReported)
                .map(packet -> Icmpv6.packetTooBig(frame.payload(), mtu).in(HOPS, own, packet.source()))
                .map(report -> new Ethernet(to, from, Ethernet.IPV6, report.bytes()));
    }
}
