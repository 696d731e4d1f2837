package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.SortedSet;

/** From the port of a member into its network: which network that is, what it may send, and how much of it. */
final class GuardRules {

    private static final Cidr NOBODY = Cidr.parse("::");
    private static final int BOOTP_CLIENT = 68;
    private static final int BOOTP_SERVER = 67;

    private final Rules rules;
    private final long network;

    GuardRules(Rules rules, long network) {
        this.rules = rules;
        this.network = network;
    }

    void add(Member member) {
        member.trunking().ifPresent(trunking -> trunking.addTo(rules));
        Match from = Match.any().inPort(member.number());
        rules.add(Rules.going(
                new ForwardingRule.Key(OverlayPipeline.CLASSIFY, OverlayPipeline.KNOWN, from),
                Purpose.ADMISSION,
                List.of(new Action.SetField(Field.METADATA, network)),
                OverlayPipeline.GUARD));
        addLimit(member, from);
        if (!member.port().portSecurity()) {
            rules.goTo(
                    OverlayPipeline.GUARD, OverlayPipeline.EXCEPTION, from, Purpose.ADMISSION, OverlayPipeline.LIMIT);
            return;
        }
        for (MacAddress mac : member.macs()) {
            for (Cidr source : member.sources(mac, IpVersion.V4)) {
                inspect(member, Frames.from(from.ethSrc(mac), source));
                permit(arp(from, mac, source));
            }
            permit(arp(from, mac, Cidr.parse("0.0.0.0")));
            permit(discover(from.ethSrc(mac)));
            permitIpv6(member, from.ethSrc(mac), sixSources(member, mac));
        }
        rules.drop(OverlayPipeline.GUARD, OverlayPipeline.REST, from, Purpose.ADMISSION);
    }

    private void addLimit(Member member, Match from) {
        Allowance allowance = member.allowance();
        allowance.meters().forEach(rules::need);
        if (allowance.sent().isPresent()) {
            limit(OverlayPipeline.KNOWN, from, allowance.onSending());
        }
        if (allowance.mark().isPresent()) {
            limit(OverlayPipeline.KNOWN_TYPE, from.ethType(Match.IPV4), allowance.onSendingIp());
            limit(OverlayPipeline.KNOWN_TYPE, from.ethType(Match.IPV6), allowance.onSendingIp());
        }
    }

    private void limit(int priority, Match match, List<Action> actions) {
        ForwardingRule.Key key = new ForwardingRule.Key(OverlayPipeline.LIMIT, priority, match);
        rules.add(Rules.going(key, Purpose.ADMISSION, actions, OverlayPipeline.SERVE));
    }

    private void permitIpv6(Member member, Match from, SortedSet<Cidr> sources) {
        for (Cidr source : sources) {
            Match permitted = Frames.from(from, source);
            inspect(member, permitted);
            for (Cidr target : sources) {
                rules.goTo(
                        OverlayPipeline.GUARD,
                        OverlayPipeline.SERVICE,
                        advertising(permitted, target),
                        Purpose.ADMISSION,
                        OverlayPipeline.LIMIT);
            }
        }
        inspect(member, Frames.from(from, NOBODY).with(Field.IP_PROTO, Frames.ICMPV6));
    }

    /** Its addresses, and the link-local one that is made of the MAC address (RFC 4291, appendix A). */
    private static SortedSet<Cidr> sixSources(Member member, MacAddress mac) {
        SortedSet<Cidr> sources = member.sources(mac, IpVersion.V6);
        sources.add(Cidr.of(IpAddress.linkLocal(mac)));
        return sources;
    }

    /** It may tell who has an address if that is its own (RFC 4861 §4.4). */
    private static Match advertising(Match from, Cidr address) {
        Match advertisement = from.with(Field.IP_PROTO, Frames.ICMPV6)
                .with(Field.ICMPV6_TYPE, Frames.NEIGHBOUR_ADVERTISEMENT)
                .with(Field.ICMPV6_CODE, 0);
        return Frames.within(advertisement, address, Field.ND_TARGET_HIGH, Field.ND_TARGET_LOW);
    }

    private void permit(Match match) {
        rules.goTo(OverlayPipeline.GUARD, OverlayPipeline.KNOWN, match, Purpose.ADMISSION, OverlayPipeline.LIMIT);
    }

    /** What is IP goes on only if the security groups of the port let it out. */
    private void inspect(Member member, Match match) {
        Action look = SecurityRules.look(new Zone.Of(member.number().value()), OverlayPipeline.OUTBOUND);
        rules.end(OverlayPipeline.GUARD, OverlayPipeline.KNOWN, match, Purpose.ADMISSION, List.of(look));
    }

    private static Match arp(Match from, MacAddress mac, Cidr source) {
        return from.ethSrc(mac)
                .ethType(Match.ARP)
                .with(Field.ARP_SHA, mac.value())
                .with(Field.ARP_SPA, source.address().low(), Frames.mask(source));
    }

    /** A client that has no address yet asks for one (RFC 2131 §4.1). */
    private static Match discover(Match from) {
        return from.ipProto(17)
                .with(Field.IPV4_SRC, 0)
                .with(Field.IPV4_DST, Ipv4Address.BROADCAST.unsigned())
                .with(Field.UDP_SRC, BOOTP_CLIENT)
                .with(Field.UDP_DST, BOOTP_SERVER);
    }
}
