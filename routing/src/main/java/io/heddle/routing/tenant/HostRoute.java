package io.heddle.routing.tenant;

import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;

/**
 * A route that hosts of a subnet are told of.
 *
 * @param destination where to
 * @param nextHop through whom
 */
public record HostRoute(Cidr destination, IpAddress nextHop) {

    public HostRoute {
        if (destination.version() != nextHop.version()) {
            throw new IllegalArgumentException("no route to " + destination + " leads through " + nextHop);
        }
    }
}
