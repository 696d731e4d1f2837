package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.List;

/** From the port of a member into its network: which network that is, and what it may send. */
final class GuardRules {

    private static final int BOOTP_CLIENT = 68;
    private static final int BOOTP_SERVER = 67;

    private final Rules rules;
    private final long network;

    GuardRules(Rules rules, long network) {
        this.rules = rules;
        this.network = network;
    }

    void add(Member member) {
        Match from = Match.any().inPort(member.number());
        rules.add(Rules.going(
                new ForwardingRule.Key(OverlayPipeline.CLASSIFY, OverlayPipeline.KNOWN, from),
                Purpose.ADMISSION,
                List.of(new Action.SetField(Field.METADATA, network)),
                OverlayPipeline.GUARD));
        if (!member.port().portSecurity()) {
            rules.goTo(
                    OverlayPipeline.GUARD, OverlayPipeline.EXCEPTION, from, Purpose.ADMISSION, OverlayPipeline.SERVE);
            return;
        }
        for (MacAddress mac : member.macs()) {
            for (Cidr source : member.sources(mac, IpVersion.V4)) {
                permit(ipv4(from.ethSrc(mac), source));
                permit(arp(from, mac, source));
            }
            permit(arp(from, mac, Cidr.parse("0.0.0.0")));
            permit(discover(from.ethSrc(mac)));
            permit(from.ethSrc(mac).ethType(Match.IPV6));
        }
        rules.drop(OverlayPipeline.GUARD, OverlayPipeline.REST, from, Purpose.ADMISSION);
    }

    private void permit(Match match) {
        rules.goTo(OverlayPipeline.GUARD, OverlayPipeline.KNOWN, match, Purpose.ADMISSION, OverlayPipeline.SERVE);
    }

    private static Match ipv4(Match from, Cidr source) {
        return from.ethType(Match.IPV4).with(Field.IPV4_SRC, source.address().low(), mask(source));
    }

    private static Match arp(Match from, MacAddress mac, Cidr source) {
        return from.ethSrc(mac)
                .ethType(Match.ARP)
                .with(Field.ARP_SHA, mac.value())
                .with(Field.ARP_SPA, source.address().low(), mask(source));
    }

    /** A client that has no address yet asks for one (RFC 2131 §4.1). */
    private static Match discover(Match from) {
        return from.ipProto(17)
                .with(Field.IPV4_SRC, 0)
                .with(Field.IPV4_DST, Ipv4Address.BROADCAST.unsigned())
                .with(Field.UDP_SRC, BOOTP_CLIENT)
                .with(Field.UDP_DST, BOOTP_SERVER);
    }

    private static long mask(Cidr cidr) {
        return 0xffff_ffffL << (IpVersion.V4.bits() - cidr.length()) & 0xffff_ffffL;
    }
}
