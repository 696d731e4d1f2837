package io.heddle.controller.tenant;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.QuotedPacket;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.plan.OverlayPipeline;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the host's address in the place of its floating one in ICMP errors from outside, and in the packet that they quote (RFC 5508 §4),
 * and hands them to the router again; pure. Without that the host's connection tracking, and its kernel, would not know which
 * connection an error is about.
 */
final class QuoteMender {

    private QuoteMender() {}

    /** What is to be sent in the place of an error that a bridge handed over; nothing if it quotes no packet from that address. */
    static Optional<Effect.SwitchEffect> answer(PacketReceived packet, OverlayState state) {
        if (packet.cookie().filter(cookie -> cookie.isFor(Purpose.TENANT_ERROR)).isEmpty()) {
            return Optional.empty();
        }
        return Ethernet.parse(packet.frame())
                .flatMap(frame -> Ipv4.parse(frame.payload())
                        .flatMap(error -> router(packet, frame, state)
                                .flatMap(router -> host(error.destination(), router.id(), state)
                                        .flatMap(host -> mended(error, host))
                                        .map(mended -> new Effect.SendPacket(
                                                packet.dpid(),
                                                new Effect.Departure.ByActions(
                                                        OverlayPipeline.routing(router.number())),
                                                new Ethernet(
                                                                frame.destination(),
                                                                frame.source(),
                                                                Ethernet.IPV4,
                                                                mended.bytes())
                                                        .bytes())))));
    }

    private static Optional<TenantRouter> router(PacketReceived packet, Ethernet frame, OverlayState state) {
        return state.planned().plan().exits().entrySet().stream()
                .filter(entry -> entry.getValue().bridge().equals(packet.dpid())
                        && entry.getValue().mac().equals(frame.destination()))
                .map(Map.Entry::getKey)
                .findFirst()
                .flatMap(state.tenants().routers()::find);
    }

    private static Optional<Ipv4Address> host(Ipv4Address floating, RouterId router, OverlayState state) {
        return state.tenants().floatingIpsOf(router).stream()
                .filter(ip -> ip.address().equals(IpAddress.of(floating)))
                .flatMap(ip -> ip.target().stream())
                .map(FloatingIp.Target::address)
                .flatMap(address -> address.asIpv4().stream())
                .findFirst();
    }

    private static Optional<Ipv4> mended(Ipv4 error, Ipv4Address host) {
        return Icmp.parse(error)
                .filter(Icmp::isError)
                .flatMap(message -> QuotedPacket.withSource(message.payload(), error.destination(), host)
                        .map(quoted -> new Icmp(message.type(), message.code(), message.rest(), quoted)))
                .map(message -> Ipv4.of(error.ttl(), Ipv4.ICMP, error.source(), host, message.bytes()));
    }
}
