package io.heddle.routing.verify.space;

import static io.heddle.routing.rule.Field.*;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which variables of a decision diagram are which bits of a header, and which packets have which field (OpenFlow 1.5.1 §7.2.3.6).
 *
 * <p>What most rules ask for comes first, which keeps diagrams small.
 */
final class HeaderLayout {

    /** All fields that a packet brings along, in the order of their variables. */
    private static final List<Field> FIELDS = List.of(
            ETH_TYPE,
            VLAN_VID,
            VLAN_PCP,
            ETH_DST,
            ETH_SRC,
            IP_PROTO,
            IPV4_DST,
            IPV4_SRC,
            IPV6_DST_HIGH,
            IPV6_DST_LOW,
            IPV6_SRC_HIGH,
            IPV6_SRC_LOW,
            TCP_DST,
            UDP_DST,
            UDP_SRC,
            TCP_SRC,
            SCTP_DST,
            ICMPV4_TYPE,
            ICMPV4_CODE,
            ICMPV6_TYPE,
            ICMPV6_CODE,
            ND_TARGET_HIGH,
            ND_TARGET_LOW,
            IP_TTL,
            IP_DSCP,
            ARP_OP,
            ARP_TPA,
            ARP_SPA,
            ARP_SHA,
            ARP_THA);

    /** The bit of the VLAN that says that there is one (OpenFlow 1.5.1 §7.2.3.8). */
    private static final long TAG = 0x1000;

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;

    private static final List<Match> IP =
            List.of(Match.any().ethType(Match.IPV4), Match.any().ethType(Match.IPV6));

    private static final Map<Field, Integer> FIRST = first();
    private static final int BITS = FIELDS.stream().mapToInt(Field::bits).sum();

    private HeaderLayout() {}

    private static Map<Field, Integer> first() {
        Map<Field, Integer> first = new EnumMap<>(Field.class);
        int next = 0;
        for (Field field : FIELDS) {
            first.put(field, next);
            next += field.bits();
        }
        return first;
    }

    /** How many variables there are. */
    static int bits() {
        return BITS;
    }

    static List<Field> fields() {
        return FIELDS;
    }

    /** Whether a packet brings the field along; of all others switches know when it comes in. */
    static boolean isInHeader(Field field) {
        return FIRST.containsKey(field);
    }

    /** The variable of the highest bit of a field; the others follow. */
    static int first(Field field) {
        Integer first = FIRST.get(field);
        if (first == null) {
            throw new IllegalStateException(field + " is in no header");
        }
        return first;
    }

    /** Packets that have the field: those that one of these matches; all of them if there is none. */
    static List<Match> havers(Field field) {
        return switch (field) {
            case IPV4_SRC, IPV4_DST -> List.of(IP.getFirst());
            case IPV6_SRC_HIGH, IPV6_SRC_LOW, IPV6_DST_HIGH, IPV6_DST_LOW -> List.of(IP.getLast());
            case IP_PROTO, IP_TTL, IP_DSCP -> IP;
            case TCP_SRC, TCP_DST -> over(TCP);
            case UDP_SRC, UDP_DST -> over(UDP);
            case SCTP_DST -> over(SCTP);
            case ICMPV4_TYPE, ICMPV4_CODE -> List.of(IP.getFirst().with(IP_PROTO, ICMP));
            case ICMPV6_TYPE, ICMPV6_CODE -> List.of(IP.getLast().with(IP_PROTO, ICMPV6));
            case ND_TARGET_HIGH, ND_TARGET_LOW -> List.of(discovery(135), discovery(136));
            case VLAN_PCP -> List.of(Match.any().with(VLAN_VID, TAG, TAG));
            case ARP_OP, ARP_SPA, ARP_TPA, ARP_SHA, ARP_THA ->
                List.of(Match.any().ethType(Match.ARP));
            case ETH_DST, ETH_SRC, ETH_TYPE, VLAN_VID -> List.of();
            case IN_PORT,
                    METADATA,
                    TUNNEL_ID,
                    TUNNEL_DST,
                    REG0,
                    REG1,
                    REG2,
                    REG3,
                    REG4,
                    CT_STATE,
                    CT_ZONE,
                    CT_IPV4_SRC,
                    CONJUNCTION -> throw new IllegalStateException(field + " is in no header");
        };
    }

    private static List<Match> over(int protocol) {
        return IP.stream().map(match -> match.with(IP_PROTO, protocol)).toList();
    }

    private static Match discovery(int type) {
        return IP.getLast().with(IP_PROTO, ICMPV6).with(ICMPV6_TYPE, type);
    }
}
