package io.heddle.routing.tenant;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The IP protocols that the Networking API has names for; any other is named by its number. */
public enum IpProtocol {
    AH("ah", 51),
    DCCP("dccp", 33),
    EGP("egp", 8),
    ESP("esp", 50),
    GRE("gre", 47),
    ICMP("icmp", 1),
    IGMP("igmp", 2),
    IPIP("ipip", 4),
    IPV6_ENCAP("ipv6-encap", 41),
    IPV6_FRAG("ipv6-frag", 44),
    IPV6_ICMP("ipv6-icmp", 58),
    IPV6_NONXT("ipv6-nonxt", 59),
    IPV6_OPTS("ipv6-opts", 60),
    IPV6_ROUTE("ipv6-route", 43),
    OSPF("ospf", 89),
    PGM("pgm", 113),
    RSVP("rsvp", 46),
    SCTP("sctp", 132),
    TCP("tcp", 6),
    UDP("udp", 17),
    UDPLITE("udplite", 136),
    VRRP("vrrp", 112);

    /** The highest number of a protocol (RFC 791 §3.1). */
    public static final int HIGHEST = 255;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");
    private static final String OLD_NAME_OF_IPV6_ICMP = "icmpv6";

    private final String apiName;
    private final int number;

    IpProtocol(String apiName, int number) {
        this.apiName = apiName;
        this.number = number;
    }

    /** What the Networking API calls it. */
    public String apiName() {
        return apiName;
    }

    /** Its number in the header of a packet. */
    public int number() {
        return number;
    }

    /** The number of the protocol that a name in any case, or a number from 0 to 255, means; empty if it means none. */
    public static Optional<Integer> numberOf(String text) {
        if (NUMBER.matcher(text).matches()) {
            return Optional.of(Integer.parseInt(text)).filter(asked -> asked <= HIGHEST);
        }
        String name = text.toLowerCase(Locale.ROOT);
        return name.equals(OLD_NAME_OF_IPV6_ICMP)
                ? Optional.of(IPV6_ICMP.number)
                : Stream.of(values())
                        .filter(protocol -> protocol.apiName.equals(name))
                        .map(IpProtocol::number)
                        .findFirst();
    }

    /** The name of the protocol with that number, or the number if it has none. */
    public static String nameOf(int number) {
        return Stream.of(values())
                .filter(protocol -> protocol.number == number)
                .map(IpProtocol::apiName)
                .findFirst()
                .orElse(Integer.toString(number));
    }
}
