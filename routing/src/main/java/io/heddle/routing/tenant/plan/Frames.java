package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;

/** Matches of the protocols that a server's bridge knows. */
final class Frames {

    /** Types of ICMPv6 (RFC 4861 §4). */
    static final int ROUTER_SOLICITATION = 133;

    static final int ROUTER_ADVERTISEMENT = 134;
    static final int NEIGHBOUR_ADVERTISEMENT = 136;
    static final int REDIRECT = 137;

    /** Operations of ARP (RFC 826). */
    static final int ARP_REQUEST = 1;

    static final int ARP_REPLY = 2;

    private static final int UDP = 17;
    static final int ICMPV6 = 58;

    private Frames() {}

    static Match udp(int ethType, int source, int destination) {
        return Match.any()
                .ethType(ethType)
                .with(Field.IP_PROTO, UDP)
                .with(Field.UDP_SRC, source)
                .with(Field.UDP_DST, destination);
    }

    static Match icmpv6(int type) {
        return Match.any().ethType(Match.IPV6).with(Field.IP_PROTO, ICMPV6).with(Field.ICMPV6_TYPE, type);
    }

    static Match arpRequest() {
        return Match.any().ethType(Match.ARP).with(Field.ARP_OP, ARP_REQUEST);
    }
}
