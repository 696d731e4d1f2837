package io.heddle.routing.tenant;

import java.util.UUID;

/**
 * A port of a floating address that leads to a port of a host behind a router (RFC 3022 §2.2, in the inbound direction).
 *
 * @param id its identifier
 * @param protocol {@link IpProtocol#TCP} or {@link IpProtocol#UDP}
 * @param externalPort the port of the floating address, 1 to 65535
 * @param inside whom it leads to
 * @param internalPort the port there, 1 to 65535
 * @param description the owner's words
 */
public record PortForwarding(
        UUID id,
        IpProtocol protocol,
        int externalPort,
        FloatingIp.Target inside,
        int internalPort,
        String description) {

    public PortForwarding {
        requirePort(externalPort);
        requirePort(internalPort);
        if (protocol != IpProtocol.TCP && protocol != IpProtocol.UDP) {
            throw new IllegalArgumentException("ports of TCP and UDP are forwarded, not of " + protocol);
        }
    }

    private static void requirePort(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    /** Whether both are about one port of the floating address. */
    public boolean isAtSamePort(PortForwarding other) {
        return protocol == other.protocol && externalPort == other.externalPort;
    }

    /** Whether both lead to one port of one address. */
    public boolean leadsWhere(PortForwarding other) {
        return protocol == other.protocol && internalPort == other.internalPort && inside.equals(other.inside);
    }
}
