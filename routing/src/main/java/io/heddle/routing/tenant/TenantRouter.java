package io.heddle.routing.tenant;

import java.util.List;
import java.util.Optional;

/**
 * A router between networks of tenants. Which networks it joins is said by ports: those whose device is this router and whose device
 * owner is {@link TenantPort#ROUTER_INTERFACE}; a port's addresses are the router's there.
 *
 * @param id its identifier
 * @param project its owner
 * @param name the owner's name for it, not unique
 * @param adminUp whether it is to forward
 * @param gateway its way out of all networks of tenants, if it has one
 * @param routes static routes, most specific first where they overlap
 * @param number its number among all routers, from 0: the lowest that was free when it was made, and its own until it is removed
 * @param standard description, tags, revision, times
 */
public record TenantRouter(
        RouterId id,
        ProjectId project,
        String name,
        boolean adminUp,
        Optional<ExternalGateway> gateway,
        List<HostRoute> routes,
        int number,
        StandardAttributes standard)
        implements TenantResource {

    /** How many routers there may be: what numbers them on a server (connection tracking) has a quarter of 16 bits for them. */
    public static final int AT_MOST = 0x4000;

    public TenantRouter {
        routes = List.copyOf(routes);
        if (number < 0 || number >= AT_MOST) {
            throw new IllegalArgumentException("a router's number is 0 to " + (AT_MOST - 1) + ", not " + number);
        }
    }

    /** This router with another way out, or none. */
    public TenantRouter withGateway(Optional<ExternalGateway> other) {
        return new TenantRouter(id, project, name, adminUp, other, routes, number, standard);
    }

    @Override
    public TenantRouter withStandard(StandardAttributes attributes) {
        return new TenantRouter(id, project, name, adminUp, gateway, routes, number, attributes);
    }
}
