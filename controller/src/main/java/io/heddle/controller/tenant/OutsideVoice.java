package io.heddle.controller.tenant;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmpv6;
import io.heddle.controller.packet.Ipv6;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.plan.OverlayPipeline;
import io.heddle.routing.tenant.plan.RouterExit;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Speaks for tenants' routers on external networks where the bridges of servers cannot; pure.
 *
 * <pre>
 * neighbour solicitation for a router's address there    neighbour advertisement
 * ICMPv6 echo request to it                              echo reply
 * packet from outside without a hop left                 time exceeded, from it
 * </pre>
 *
 * <p>A solicitation is handed over as it came, with the router in the rule's cookie; all else has its Ethernet addresses turned already. The
 * answer leaves by the uplink that the packet came by; to a router beside, from behind which the packet came, it comes in as from outside.
 */
final class OutsideVoice {

    private OutsideVoice() {}

    /** What is to be sent in answer to a frame that a bridge handed over for a router, if that is about an external network. */
    static Optional<Effect.SwitchEffect> answer(PacketReceived packet, OverlayState state) {
        return packet.cookie()
                .filter(cookie -> cookie.isFor(Purpose.TENANT_ROUTER))
                .map(Cookie::detail)
                .flatMap(detail -> Ethernet.parse(packet.frame())
                        .flatMap(frame ->
                                detail == 0 ? spokenTo(packet, frame, state) : asked(packet, frame, detail, state)));
    }

    private static Optional<Effect.SwitchEffect> asked(
            PacketReceived packet, Ethernet frame, int detail, OverlayState state) {
        return found(packet, state, (router, exit) -> RouterExit.detail(router.number()) == detail)
                .map(Map.Entry::getValue)
                .flatMap(exit -> Ipv6.parse(frame.payload())
                        .flatMap(question -> Icmpv6.parse(question)
                                .flatMap(Icmpv6::target)
                                .filter(target -> isAt(exit, target))
                                .flatMap(target -> RouterVoice.solicited(frame, question, target, exit.mac())))
                        .map(answer -> packet.point().port().equals(exit.uplink())
                                ? Announcements.sent(exit, answer.bytes())
                                : new Effect.SendPacket(
                                        packet.dpid(),
                                        new Effect.Departure.ByPort(
                                                packet.point().port()),
                                        answer.bytes())));
    }

    private static boolean isAt(RouterExit exit, IpAddress target) {
        return exit.addresses().contains(target)
                || IpAddress.linkLocal(exit.mac()).equals(target);
    }

    private static Optional<Effect.SwitchEffect> spokenTo(PacketReceived packet, Ethernet frame, OverlayState state) {
        MacAddress mac = frame.source();
        return found(packet, state, (router, exit) -> exit.mac().equals(mac)).flatMap(entry -> {
            RouterExit exit = entry.getValue();
            return answer(frame, entry.getKey(), exit, state)
                    .map(answer -> packet.point().port().equals(exit.uplink())
                            ? Announcements.sent(exit, answer.bytes())
                            : new Effect.SendPacket(
                                    packet.dpid(),
                                    new Effect.Departure.ByActions(OverlayPipeline.entering(network(exit, state))),
                                    answer.bytes()));
        });
    }

    private static Optional<Ethernet> answer(Ethernet frame, RouterId router, RouterExit exit, OverlayState state) {
        return switch (frame.type()) {
            case Ethernet.IPV4 ->
                exit.own(IpVersion.V4).flatMap(IpAddress::asIpv4).flatMap(own -> RouterVoice.expired(frame, own));
            case Ethernet.IPV6 ->
                Ipv6.parse(frame.payload())
                        .flatMap(each ->
                                RouterVoice.spokenTo(frame, each, exit.own(IpVersion.V6), router, state.tenants()));
            default -> Optional.empty();
        };
    }

    private static TenantNetwork network(RouterExit exit, OverlayState state) {
        return state.planned().tenants().networkOf(exit.network());
    }

    private static Optional<Map.Entry<RouterId, RouterExit>> found(
            PacketReceived packet, OverlayState state, BiPredicate<TenantRouter, RouterExit> isMeant) {
        return state.planned().plan().exits().entrySet().stream()
                .filter(entry -> entry.getValue().bridge().equals(packet.dpid()))
                .filter(entry -> state.tenants()
                        .routers()
                        .find(entry.getKey())
                        .filter(router -> isMeant.test(router, entry.getValue()))
                        .isPresent())
                .findFirst();
    }
}
