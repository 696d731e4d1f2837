package io.heddle.routing.tenant.explain;

import io.heddle.routing.tenant.PortId;
import io.heddle.topology.address.IpAddress;

/**
 * What somebody wants to know: whether a connection is let through.
 *
 * @param source the port that begins it
 * @param target whom to
 * @param service what for
 */
public record Question(PortId source, Target target, Service service) {

    /** The other end of a connection. */
    public sealed interface Target {

        /** A port, at its first address of a version that the source has too. */
        record AtPort(PortId port) implements Target {}

        /** Whoever has that address where the source is, or where its routers lead. */
        record AtAddress(IpAddress address) implements Target {}
    }
}
