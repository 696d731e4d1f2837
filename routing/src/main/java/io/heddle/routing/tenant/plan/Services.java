package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The protocols and ports of security rules, as matches. */
final class Services {

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;

    /** The highest number of a port, and the mask that names one. */
    static final int HIGHEST = 0xffff;

    private Services() {}

    /** All packets of that version. */
    static Match packets(IpVersion version) {
        return Match.any()
                .ethType(
                        switch (version) {
                            case V4 -> Match.IPV4;
                            case V6 -> Match.IPV6;
                        });
    }

    /** The matches of which one is enough, none if no packet can be meant; empty if the rule is about every protocol. */
    static Optional<List<Match>> of(SecurityRule rule) {
        return rule.protocol().map(protocol -> {
            Match packets = packets(rule.version()).with(Field.IP_PROTO, protocol);
            return rule.ports().map(span -> within(packets, rule, span)).orElse(List.of(packets));
        });
    }

    private static List<Match> within(Match packets, SecurityRule rule, Span span) {
        boolean isSix = rule.version() == IpVersion.V6;
        return switch (rule.protocol().orElseThrow()) {
            case TCP -> ports(packets, Field.TCP_DST, span);
            case UDP -> ports(packets, Field.UDP_DST, span);
            case SCTP -> ports(packets, Field.SCTP_DST, span);
            case ICMP -> isSix ? List.of() : messages(packets, Field.ICMPV4_TYPE, Field.ICMPV4_CODE, span);
            case Frames.ICMPV6 -> isSix ? messages(packets, Field.ICMPV6_TYPE, Field.ICMPV6_CODE, span) : List.of();
            default -> List.of();
        };
    }

    private static List<Match> messages(Match packets, Field type, Field code, Span span) {
        Match typed = packets.with(type, span.first());
        return List.of(span.last() < 0 ? typed : typed.with(code, span.last()));
    }

    private static List<Match> ports(Match packets, Field field, Span span) {
        return parts(span).stream()
                .map(part -> packets.with(field, part.value(), part.mask()))
                .toList();
    }

    /** The port numbers that have {@code value} in the bits of {@code mask}. */
    record Part(int value, int mask) {}

    /** The fewest parts that make up a span of port numbers. */
    static List<Part> parts(Span span) {
        List<Part> parts = new ArrayList<>();
        int from = span.first();
        while (from <= span.last()) {
            int size = Integer.lowestOneBit(from | HIGHEST + 1);
            while (from + size - 1 > span.last()) {
                size /= 2;
            }
            parts.add(new Part(from, HIGHEST & -size));
            from += size;
        }
        return parts;
    }
}
