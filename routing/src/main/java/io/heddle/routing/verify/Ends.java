package io.heddle.routing.verify;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.topology.address.Ipv4Address;
import java.util.Optional;
import java.util.Set;

/**
 * Where a packet comes from and goes to, as connection tracking sees it.
 *
 * @param source its address
 * @param destination its address
 * @param protocol the IANA number
 * @param sourcePort 0 where the protocol has none; of an ICMP query its own type
 * @param destinationPort 0 where the protocol has none; of an ICMP query the type of what answers it
 */
record Ends(Address source, Address destination, int protocol, long sourcePort, long destinationPort) {

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;

    private static final Set<Long> ICMP_ERRORS = Set.of(3L, 11L, 12L);
    private static final Set<Long> ICMPV6_ERRORS = Set.of(1L, 2L, 3L, 4L);

    /** An address of either version; the upper half of one of IPv4 is 0. */
    record Address(long high, long low) {}

    /** Those of {@code packet}, if it is of the kind that connections are made of. */
    static Optional<Ends> of(Packet packet) {
        boolean isSix = packet.value(Field.ETH_TYPE) == Match.IPV6;
        if (!isSix && packet.value(Field.ETH_TYPE) != Match.IPV4) {
            return Optional.empty();
        }
        int protocol = (int) packet.value(Field.IP_PROTO);
        return switch (protocol) {
            case ICMP -> icmp(packet, packet.value(Field.ICMPV4_TYPE));
            case ICMPV6 -> query(packet, packet.value(Field.ICMPV6_TYPE), 128, 129);
            case TCP -> Optional.of(between(packet, packet.value(Field.TCP_SRC), packet.value(Field.TCP_DST)));
            case UDP -> Optional.of(between(packet, packet.value(Field.UDP_SRC), packet.value(Field.UDP_DST)));
            default -> Optional.of(between(packet, 0, 0));
        };
    }

    /** Echo, timestamp and information (RFC 792). */
    private static Optional<Ends> icmp(Packet packet, long type) {
        return query(packet, type, 8, 0).or(() -> query(packet, type, 13, 14)).or(() -> query(packet, type, 15, 16));
    }

    private static Optional<Ends> query(Packet packet, long type, long request, long reply) {
        if (type == request) {
            return Optional.of(between(packet, request, reply));
        }
        return type == reply ? Optional.of(between(packet, reply, request)) : Optional.empty();
    }

    private static Ends between(Packet packet, long sourcePort, long destinationPort) {
        int protocol = (int) packet.value(Field.IP_PROTO);
        return new Ends(sourceOf(packet), destinationOf(packet), protocol, sourcePort, destinationPort);
    }

    private static Address sourceOf(Packet packet) {
        return packet.has(Field.IPV4_SRC)
                ? new Address(0, packet.value(Field.IPV4_SRC))
                : new Address(packet.value(Field.IPV6_SRC_HIGH), packet.value(Field.IPV6_SRC_LOW));
    }

    private static Address destinationOf(Packet packet) {
        return packet.has(Field.IPV4_DST)
                ? new Address(0, packet.value(Field.IPV4_DST))
                : new Address(packet.value(Field.IPV6_DST_HIGH), packet.value(Field.IPV6_DST_LOW));
    }

    /** Whether a packet is an ICMP error about another one (RFC 792, RFC 4443 §3). */
    static boolean isError(Packet packet) {
        return switch ((int) packet.value(Field.IP_PROTO)) {
            case ICMP -> ICMP_ERRORS.contains(packet.value(Field.ICMPV4_TYPE));
            case ICMPV6 -> ICMPV6_ERRORS.contains(packet.value(Field.ICMPV6_TYPE));
            default -> false;
        };
    }

    /** Whether packets with these ends come from where {@code error} goes. */
    boolean comesFromTarget(Packet error) {
        return source.equals(destinationOf(error));
    }

    /** Whether such a packet may be the first of a connection: anything but an answer. */
    boolean canBegin() {
        return switch (protocol) {
            case ICMP -> sourcePort == 8 || sourcePort == 13 || sourcePort == 15;
            case ICMPV6 -> sourcePort == 128;
            default -> true;
        };
    }

    Ends reversed() {
        return new Ends(destination, source, protocol, destinationPort, sourcePort);
    }

    Ends from(Ipv4Address address) {
        return new Ends(new Address(0, address.unsigned()), destination, protocol, sourcePort, destinationPort);
    }

    Ends fromPort(int port) {
        return new Ends(source, destination, protocol, port, destinationPort);
    }

    /** With another destination; its port as it was if {@code port} is 0. */
    Ends to(Ipv4Address address, int port) {
        return new Ends(
                source, new Address(0, address.unsigned()), protocol, sourcePort, port == 0 ? destinationPort : port);
    }

    /** The IPv4 packet with these ends instead of its own; only IPv4 is translated. */
    Packet onto(Packet packet) {
        if (packet.value(Field.ETH_TYPE) != Match.IPV4) {
            return packet;
        }
        Packet addressed = packet.with(Field.IPV4_SRC, source.low()).with(Field.IPV4_DST, destination.low());
        return switch (protocol) {
            case TCP -> addressed.with(Field.TCP_SRC, sourcePort).with(Field.TCP_DST, destinationPort);
            case UDP -> addressed.with(Field.UDP_SRC, sourcePort).with(Field.UDP_DST, destinationPort);
            default -> addressed;
        };
    }
}
