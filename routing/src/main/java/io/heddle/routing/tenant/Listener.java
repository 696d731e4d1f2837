package io.heddle.routing.tenant;

import java.util.Optional;
import java.util.UUID;

/**
 * A port of a load balancer's address at which clients connect.
 *
 * @param id its identifier
 * @param name the owner's name for it, not unique
 * @param adminUp whether connections are taken
 * @param protocol {@link IpProtocol#TCP} or {@link IpProtocol#UDP}
 * @param port the port, 1 to 65535
 * @param pool who gets the connections, if anybody
 * @param standard description, tags, times
 */
public record Listener(
        UUID id,
        String name,
        boolean adminUp,
        IpProtocol protocol,
        int port,
        Optional<UUID> pool,
        StandardAttributes standard) {

    public Listener {
        Pool.requireBalanced(protocol);
        Pool.requirePort(port);
    }

    /** This listener with that pool, or none. */
    public Listener withPool(Optional<UUID> other) {
        return new Listener(id, name, adminUp, protocol, port, other, standard);
    }

    /** This listener with other standard attributes. */
    public Listener withStandard(StandardAttributes attributes) {
        return new Listener(id, name, adminUp, protocol, port, pool, attributes);
    }
}
