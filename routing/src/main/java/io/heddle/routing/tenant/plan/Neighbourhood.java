package io.heddle.routing.tenant.plan;

import io.heddle.topology.DatapathId;
import java.util.List;

/**
 * What routers make of a network: how they are on it, and from where they send onto it.
 *
 * @param interfaces the ports of routers on it
 * @param guests servers that have no port of the network, but one of another that a router joins to it, or are the way out of that router
 * @param outlets the servers that are the way out of routers by this network, which is external
 */
record Neighbourhood(List<RouterInterface> interfaces, List<Ways> guests, List<DatapathId> outlets) {

    Neighbourhood {
        interfaces = List.copyOf(interfaces);
        guests = List.copyOf(guests);
        outlets = List.copyOf(outlets);
    }

    boolean isRouted() {
        return !interfaces.isEmpty() || !outlets.isEmpty();
    }

    /** Whether frames for that port of a router are taken by that server, to send them out of all networks of tenants. */
    boolean isExit(RouterInterface door, DatapathId bridge) {
        return door.exit().filter(bridge::equals).isPresent();
    }

    /** Whether that server takes frames for some router on the network. */
    boolean isExit(DatapathId bridge) {
        return interfaces.stream().anyMatch(door -> isExit(door, bridge));
    }
}
