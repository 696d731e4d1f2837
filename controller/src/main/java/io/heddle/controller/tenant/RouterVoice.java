package io.heddle.controller.tenant;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Icmpv6;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Ipv6;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Speaks for tenants' routers where the bridges of servers cannot; pure.
 *
 * <pre>
 * IPv4 or IPv6 packet without a hop left          time exceeded, from the router's address on the sender's network
 * neighbour solicitation for a router's address   neighbour advertisement
 * ICMPv6 echo request to a router's address       echo reply
 * </pre>
 *
 * <p>What a bridge hands over of the first and the last kind has its Ethernet addresses turned already: it comes from the router's MAC
 * address. The bridges limit how much is handed over.
 */
final class RouterVoice {

    private static final int HOPS = 64;
    private static final IpAddress NOBODY = IpAddress.parse("::");

    private RouterVoice() {}

    /** What is to be sent in answer to a frame that a bridge handed over for a router. */
    static Optional<Effect.SwitchEffect> answer(PacketReceived packet, OverlayState state) {
        if (packet.cookie()
                .filter(cookie -> cookie.isFor(Purpose.TENANT_ROUTER))
                .isEmpty()) {
            return Optional.empty();
        }
        Optional<NetworkId> network = state.portAt(packet.point()).map(TenantPort::network);
        return Ethernet.parse(packet.frame())
                .flatMap(frame -> network.flatMap(id -> answer(frame, id, state.tenants())))
                .map(frame -> new Effect.SendPacket(
                        packet.dpid(),
                        new Effect.Departure.ByPort(packet.point().port()),
                        frame.bytes()));
    }

    /** The ports by which routers that forward join a network, in the order of the routers. */
    static Stream<TenantPort> doors(NetworkId network, TenantState tenants) {
        return tenants.routersOf(network).stream()
                .filter(id ->
                        tenants.routers().find(id).filter(TenantRouter::adminUp).isPresent())
                .flatMap(id -> tenants.interfacesOf(id).stream())
                .filter(port -> port.network().equals(network) && port.adminUp());
    }

    private static Optional<Ethernet> answer(Ethernet frame, NetworkId network, TenantState tenants) {
        return switch (frame.type()) {
            case Ethernet.IPV4 ->
                doorAt(frame.source(), network, tenants)
                        .flatMap(door -> addresses(door, IpVersion.V4)
                                .flatMap(own -> own.asIpv4().stream())
                                .findFirst())
                        .or(() -> gateway(network, tenants))
                        .flatMap(own -> expired(frame, own));
            case Ethernet.IPV6 ->
                Ipv6.parse(frame.payload())
                        .flatMap(packet -> Icmpv6.parse(packet)
                                .flatMap(Icmpv6::target)
                                .map(target -> doors(network, tenants)
                                        .filter(door -> isAt(door, target))
                                        .findFirst()
                                        .flatMap(door -> solicited(frame, packet, target, door.mac())))
                                .orElseGet(() -> doorAt(frame.source(), network, tenants)
                                        .flatMap(door -> spokenTo(frame, packet, door, tenants))));
            default -> Optional.empty();
        };
    }

    private static Optional<TenantPort> doorAt(MacAddress mac, NetworkId network, TenantState tenants) {
        return doors(network, tenants).filter(door -> door.mac().equals(mac)).findFirst();
    }

    /** The gateway of a network that the fabric itself routes. */
    private static Optional<Ipv4Address> gateway(NetworkId network, TenantState tenants) {
        return tenants.networks()
                .find(network)
                .filter(each -> each.segment().type() == NetworkType.ROUTED)
                .flatMap(each -> tenants.subnetsOf(network).stream()
                        .flatMap(subnet -> subnet.gateway().stream())
                        .flatMap(address -> address.asIpv4().stream())
                        .findFirst());
    }

    /** The report about an IPv4 packet that had no hop left, back to where the turned frame goes. */
    static Optional<Ethernet> expired(Ethernet frame, Ipv4Address own) {
        return Ipv4.parse(frame.payload())
                .filter(Icmp::mayBeReported)
                .map(packet -> Ipv4.of(
                        HOPS,
                        Ipv4.ICMP,
                        own,
                        packet.source(),
                        Icmp.timeExceeded(frame.payload()).bytes()))
                .map(report -> new Ethernet(frame.destination(), frame.source(), Ethernet.IPV4, report.bytes()));
    }

    /** The answer to a question from the same link that {@code target} is at {@code mac}. */
    static Optional<Ethernet> solicited(Ethernet frame, Ipv6 packet, IpAddress target, MacAddress mac) {
        if (packet.hopLimit() != Icmpv6.ON_LINK) {
            return Optional.empty();
        }
        boolean isProbe = packet.source().equals(NOBODY);
        return Optional.of(new Ethernet(
                frame.source(),
                mac,
                Ethernet.IPV6,
                Icmpv6.advertisement(target, mac, !isProbe)
                        .in(Icmpv6.ON_LINK, target, isProbe ? Icmpv6.ALL_NODES : packet.source())
                        .bytes()));
    }

    private static boolean isAt(TenantPort door, IpAddress target) {
        return addresses(door, IpVersion.V6).anyMatch(target::equals)
                || IpAddress.linkLocal(door.mac()).equals(target);
    }

    private static Optional<Ethernet> spokenTo(Ethernet frame, Ipv6 packet, TenantPort door, TenantState tenants) {
        return door.router()
                .flatMap(router ->
                        spokenTo(frame, packet, addresses(door, IpVersion.V6).findFirst(), router, tenants));
    }

    /** The answer to a ping of an address of the router, or the report from {@code own} that a packet had no hop left. */
    static Optional<Ethernet> spokenTo(
            Ethernet frame, Ipv6 packet, Optional<IpAddress> own, RouterId router, TenantState tenants) {
        Optional<Icmpv6> ping = Icmpv6.parse(packet).filter(message -> message.type() == Icmpv6.ECHO_REQUEST);
        boolean isToRouter = ports(router, tenants)
                .flatMap(port -> addresses(port, IpVersion.V6))
                .anyMatch(packet.destination()::equals);
        Optional<Ipv6> answer = ping.isPresent() && isToRouter
                ? ping.map(message -> message.echoReply()
                        .in(HOPS, /* source= */ packet.destination(), /* destination= */ packet.source()))
                : Optional.of(packet)
                        .filter(each -> each.hopLimit() <= 1 && Icmpv6.mayBeReported(each))
                        .flatMap(each -> own)
                        .map(from -> Icmpv6.timeExceeded(frame.payload()).in(HOPS, from, packet.source()));
        return answer.map(each -> new Ethernet(frame.destination(), frame.source(), Ethernet.IPV6, each.bytes()));
    }

    private static Stream<TenantPort> ports(RouterId router, TenantState tenants) {
        Stream<TenantPort> outside = tenants.routers().find(router).stream()
                .flatMap(each -> each.gateway().stream())
                .flatMap(gateway -> tenants.ports().find(gateway.port()).stream());
        return Stream.concat(tenants.interfacesOf(router).stream(), outside);
    }

    /** The router's own addresses at one of its ports. */
    static Stream<IpAddress> addresses(TenantPort door, IpVersion version) {
        return door.fixedIps().stream().map(FixedIp::address).filter(address -> address.version() == version);
    }
}
