package io.heddle.routing.tenant.explain;

import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.topology.address.IpVersion;

/** What a connection is for, as its first packet says. */
public sealed interface Service {

    /** An echo request of ICMP (RFC 792, RFC 4443 §4.1). */
    record Ping() implements Service {

        private static final int TYPE_IN_IPV4 = 8;
        private static final int TYPE_IN_IPV6 = 128;

        private static int type(IpVersion version) {
            return version == IpVersion.V4 ? TYPE_IN_IPV4 : TYPE_IN_IPV6;
        }
    }

    /**
     * A port of a transport protocol.
     *
     * @param protocol TCP, UDP or SCTP
     * @param number the destination port
     */
    record Port(IpProtocol protocol, int number) implements Service {}

    /** Anything over an IP protocol. */
    record Other(int protocol) implements Service {}

    /** The number of the protocol in packets of that version. */
    default int protocol(IpVersion version) {
        return switch (this) {
            case Ping ignored -> version == IpVersion.V4 ? IpProtocol.ICMP.number() : IpProtocol.IPV6_ICMP.number();
            case Port port -> port.protocol().number();
            case Other other -> other.protocol();
        };
    }

    /** Whether the ports of a rule, or its type and code, are among those of the first packet. */
    default boolean isWithin(SecurityRule.Span span, IpVersion version) {
        return switch (this) {
            case Ping ignored -> span.first() == Ping.type(version) && span.last() <= 0;
            case Port port -> span.first() <= port.number() && port.number() <= span.last();
            case Other ignored -> false;
        };
    }

    /** As people say it. */
    default String text() {
        return switch (this) {
            case Ping ignored -> "ping";
            case Port port -> port.protocol().apiName() + " to port " + port.number();
            case Other other -> IpProtocol.nameOf(other.protocol());
        };
    }
}
