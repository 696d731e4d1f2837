package io.heddle.routing.rule;

import io.heddle.topology.address.Ipv4Address;
import java.util.Comparator;
import java.util.Optional;

/**
 * A transport flow, one direction of it: the five values that a rule matches exactly and that a select group hashes.
 *
 * @param source where it comes from
 * @param destination where it goes
 * @param protocol {@link #TCP} or {@link #UDP}: only these have ports
 * @param sourcePort 0 to 65535
 * @param destinationPort 0 to 65535
 */
public record FlowKey(Ipv4Address source, Ipv4Address destination, int protocol, int sourcePort, int destinationPort)
        implements Comparable<FlowKey> {

    /** The IANA protocol numbers of what has ports. */
    public static final int TCP = 6;

    public static final int UDP = 17;

    private static final Comparator<FlowKey> ORDER = Comparator.comparing(FlowKey::source)
            .thenComparing(FlowKey::destination)
            .thenComparingInt(FlowKey::protocol)
            .thenComparingInt(FlowKey::sourcePort)
            .thenComparingInt(FlowKey::destinationPort);

    public FlowKey {
        if (protocol != TCP && protocol != UDP) {
            throw new IllegalArgumentException("a flow is TCP (6) or UDP (17), not protocol " + protocol);
        }
        if (!isPort(sourcePort) || !isPort(destinationPort)) {
            throw new IllegalArgumentException(
                    "a port is 0 to 65535, not " + (isPort(sourcePort) ? destinationPort : sourcePort));
        }
    }

    private static boolean isPort(int port) {
        return port >= 0 && port <= 0xffff;
    }

    /** Exactly the packets of this flow. */
    public Match match() {
        boolean isTcp = protocol == TCP;
        return Match.any()
                .ipv4Src(source.asPrefix())
                .ipv4Dst(destination.asPrefix())
                .ipProto(protocol)
                .with(isTcp ? Field.TCP_SRC : Field.UDP_SRC, sourcePort)
                .with(isTcp ? Field.TCP_DST : Field.UDP_DST, destinationPort);
    }

    /** The flow whose packets {@code match} matches, if it matches exactly those of one flow. */
    public static Optional<FlowKey> of(Match match) {
        boolean isTcp = match.has(Field.TCP_SRC);
        Field[] fields = {
            Field.IPV4_SRC,
            Field.IPV4_DST,
            Field.IP_PROTO,
            isTcp ? Field.TCP_SRC : Field.UDP_SRC,
            isTcp ? Field.TCP_DST : Field.UDP_DST
        };
        long[] values = new long[fields.length];
        for (int i = 0; i < fields.length; i++) {
            Optional<Match.Masked> masked = match.find(fields[i]);
            if (masked.isEmpty()) {
                return Optional.empty();
            }
            values[i] = masked.get().value();
        }
        if (values[2] != (isTcp ? TCP : UDP)) {
            return Optional.empty();
        }
        FlowKey flow = new FlowKey(
                new Ipv4Address((int) values[0]),
                new Ipv4Address((int) values[1]),
                (int) values[2],
                (int) values[3],
                (int) values[4]);
        return flow.match().equals(match) ? Optional.of(flow) : Optional.empty();
    }

    @Override
    public int compareTo(FlowKey other) {
        return ORDER.compare(this, other);
    }

    /** As in {@code tcp 10.0.0.2:40000 > 10.1.0.2:5001}. */
    @Override
    public String toString() {
        return (protocol == TCP ? "tcp " : "udp ") + source + ":" + sourcePort + " > " + destination + ":"
                + destinationPort;
    }
}
