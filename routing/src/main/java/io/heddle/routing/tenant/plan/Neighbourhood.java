package io.heddle.routing.tenant.plan;

import java.util.List;

/**
 * What routers make of a network: how they are on it, and from where they send onto it.
 *
 * @param interfaces the ports of routers on it
 * @param guests servers that have no port of the network, but one of another that a router joins to it
 */
record Neighbourhood(List<RouterInterface> interfaces, List<Ways> guests) {

    Neighbourhood {
        interfaces = List.copyOf(interfaces);
        guests = List.copyOf(guests);
    }

    boolean isRouted() {
        return !interfaces.isEmpty();
    }
}
