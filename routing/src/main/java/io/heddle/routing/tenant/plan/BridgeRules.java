package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.CtState;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.address.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What every integration bridge holds, whatever is plugged into it. */
final class BridgeRules {

    /** Any tag: the bit that says there is one (OpenFlow 1.5.1 §7.2.3.8). */
    private static final long TAGGED = 0x1000;

    private static final long GROUP_BIT = 1L << 40;
    private static final long RESERVED_GROUPS = 0x0180_c200_0000L;
    private static final long RESERVED_MASK = 0xffff_ffff_fff0L;

    /** The tables that drop what no rule matches. */
    private static final List<TableId> CLOSED = List.of(
            OverlayPipeline.CLASSIFY,
            OverlayPipeline.GUARD,
            OverlayPipeline.OUTBOUND,
            OverlayPipeline.COMMIT_OUTBOUND,
            OverlayPipeline.ENTER,
            OverlayPipeline.RETURN,
            OverlayPipeline.ROUTE,
            OverlayPipeline.NEIGHBOUR,
            OverlayPipeline.EXIT,
            OverlayPipeline.OUTSIDE,
            OverlayPipeline.DELIVER,
            OverlayPipeline.REPLICATE,
            OverlayPipeline.ARRIVED,
            OverlayPipeline.HAND,
            OverlayPipeline.INBOUND,
            OverlayPipeline.COMMIT_INBOUND,
            OverlayPipeline.PORT);

    private BridgeRules() {}

    static SwitchPlan of(OverlayOptions options) {
        Rules rules = new Rules();
        rules.drop(
                OverlayPipeline.CLASSIFY,
                OverlayPipeline.EXCEPTION,
                Match.any().with(Field.VLAN_VID, TAGGED, TAGGED),
                Purpose.ADMISSION);
        rules.drop(
                OverlayPipeline.CLASSIFY,
                OverlayPipeline.EXCEPTION,
                Match.any().with(Field.ETH_DST, RESERVED_GROUPS, RESERVED_MASK),
                Purpose.ADMISSION);
        spoofedServices()
                .forEach(match -> rules.drop(OverlayPipeline.GUARD, OverlayPipeline.SERVICE, match, Purpose.ADMISSION));
        rules.drop(
                OverlayPipeline.GUARD,
                OverlayPipeline.DOUBT,
                Frames.icmpv6(Frames.NEIGHBOUR_ADVERTISEMENT),
                Purpose.ADMISSION);
        rules.goTo(OverlayPipeline.LIMIT, OverlayPipeline.MISS, Match.any(), Purpose.ADMISSION, OverlayPipeline.SERVE);
        rules.goTo(
                OverlayPipeline.SERVE,
                OverlayPipeline.KNOWN,
                Match.any().with(Field.ETH_DST, GROUP_BIT, GROUP_BIT),
                Purpose.REPLICATION,
                OverlayPipeline.REPLICATE);
        rules.goTo(OverlayPipeline.SERVE, OverlayPipeline.MISS, Match.any(), Purpose.DELIVERY, OverlayPipeline.DELIVER);
        DeliveryRules.addTo(rules);
        SecurityRules.addTo(rules);
        PathProbe.addTo(rules);
        addRouting(rules);
        CLOSED.forEach(table -> rules.drop(table, OverlayPipeline.MISS, Match.any(), Purpose.MISS));
        return SwitchPlan.of(meters(options), List.of(), rules.byKey().values());
    }

    /** What is true of every router. */
    private static void addRouting(Rules rules) {
        answersFromOutside()
                .forEach(match -> rules.goTo(
                        OverlayPipeline.RETURN, OverlayPipeline.KNOWN, match, Purpose.ROUTING, OverlayPipeline.ROUTE));
        linkLocal()
                .forEach(
                        match -> rules.drop(OverlayPipeline.ROUTE, OverlayPipeline.UNROUTABLE, match, Purpose.ROUTING));
        expired()
                .forEach(match -> rules.add(
                        Rules.asking(OverlayPipeline.ROUTE, OverlayPipeline.EXPIRED, match, TenantPunt.ROUTER)));
    }

    /** What only servers and routers say: offers of DHCP and DHCPv6, router advertisements, redirects. */
    private static List<Match> spoofedServices() {
        return List.of(
                Frames.udp(Match.IPV4, 67, 68),
                Frames.udp(Match.IPV6, 547, 546),
                Frames.icmpv6(Frames.ROUTER_ADVERTISEMENT),
                Frames.icmpv6(Frames.REDIRECT));
    }

    /** Packets that may not be forwarded once more (RFC 1812 §5.3.1). */
    private static List<Match> expired() {
        return Stream.of(Match.IPV4, Match.IPV6)
                .map(type -> Match.any().ethType(type))
                .flatMap(packet -> Stream.of(packet.with(Field.IP_TTL, 0), packet.with(Field.IP_TTL, 1)))
                .toList();
    }

    /** Packets that must not leave their link, and those for groups, which no router here knows (RFC 3927 §2.6.2, RFC 4291 §2.5.6). */
    private static List<Match> linkLocal() {
        Cidr four = Cidr.parse("169.254.0.0/16");
        Match packet = Match.any().ethType(Match.IPV4);
        return List.of(
                packet.with(Field.IPV4_SRC, four.address().low(), Frames.mask(four)),
                packet.with(Field.IPV4_DST, four.address().low(), Frames.mask(four)),
                Frames.from(Match.any(), Cidr.parse("fe80::/10")),
                Frames.to(Match.any(), Cidr.parse("fe80::/10")),
                Frames.to(Match.any(), Cidr.parse("ff00::/8")));
    }

    /** Against the direction in which a connection began, or an error about one. */
    private static List<Match> answersFromOutside() {
        long reply = CtState.TRACKED | CtState.ESTABLISHED | CtState.REPLY;
        long related = CtState.TRACKED | CtState.RELATED;
        return List.of(
                Match.any().with(Field.CT_STATE, reply, reply | CtState.INVALID),
                Match.any().with(Field.CT_STATE, related, related | CtState.INVALID));
    }

    private static List<Meter> meters(OverlayOptions options) {
        List<Meter> meters = new ArrayList<>();
        for (TenantPunt punt : TenantPunt.values()) {
            meters.add(Meter.ofPackets(punt.meter(), options.rate(punt), options.rate(punt)));
        }
        return meters;
    }
}
