package io.heddle.routing.tenant;

import java.util.UUID;

/**
 * Ports of a floating address that lead to ports of a host behind a router (RFC 3022 §2.2, in the inbound direction), in their order.
 *
 * @param id its identifier
 * @param protocol {@link IpProtocol#TCP} or {@link IpProtocol#UDP}
 * @param external the ports of the floating address
 * @param inside whom they lead to
 * @param internal the ports there, as many
 * @param description the owner's words
 */
public record PortForwarding(
        UUID id,
        IpProtocol protocol,
        PortSpan external,
        FloatingIp.Target inside,
        PortSpan internal,
        String description) {

    public PortForwarding {
        if (external.size() != internal.size()) {
            throw new IllegalArgumentException("ports " + external + " are not as many as " + internal);
        }
        if (protocol != IpProtocol.TCP && protocol != IpProtocol.UDP) {
            throw new IllegalArgumentException("ports of TCP and UDP are forwarded, not of " + protocol);
        }
    }

    /** Whether both are about some port of the floating address. */
    public boolean isAtSamePort(PortForwarding other) {
        return protocol == other.protocol && external.overlaps(other.external);
    }

    /** Whether both lead to some port of one address. */
    public boolean leadsWhere(PortForwarding other) {
        return protocol == other.protocol && internal.overlaps(other.internal) && inside.equals(other.inside);
    }

    /** Whether the ports there have the numbers that they have outside. */
    public boolean isStraight() {
        return external.equals(internal);
    }

    /** The port that a port of the floating address leads to. */
    public int inward(int port) {
        return port - external.first() + internal.first();
    }
}
