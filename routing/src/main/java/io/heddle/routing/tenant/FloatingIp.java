package io.heddle.routing.tenant;

import io.heddle.topology.address.IpAddress;
import java.util.Optional;

/**
 * An address on an external network that stands for one of a port, in both directions (RFC 3022 §2.1, basic NAT).
 *
 * @param id its identifier
 * @param project its owner
 * @param network the external network
 * @param address the address there
 * @param port the port that holds the address, whose device owner is {@link TenantPort#FLOATING_IP}
 * @param target whom it stands for, if anybody
 * @param standard description, tags, revision, times
 */
public record FloatingIp(
        FloatingIpId id,
        ProjectId project,
        NetworkId network,
        IpAddress address,
        PortId port,
        Optional<Target> target,
        StandardAttributes standard)
        implements TenantResource {

    /**
     * Whom a floating address stands for.
     *
     * @param port the port
     * @param address which of its addresses
     * @param router the router between them
     */
    public record Target(PortId port, IpAddress address, RouterId router) {}

    /** This floating address, standing for somebody else, or for nobody. */
    public FloatingIp withTarget(Optional<Target> other, StandardAttributes attributes) {
        return new FloatingIp(id, project, network, address, port, other, attributes);
    }

    @Override
    public FloatingIp withStandard(StandardAttributes attributes) {
        return new FloatingIp(id, project, network, address, port, target, attributes);
    }
}
