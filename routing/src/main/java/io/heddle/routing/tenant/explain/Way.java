package io.heddle.routing.tenant.explain;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.ResourceId;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.topology.address.IpAddress;
import java.util.Optional;

/** How a packet comes from a port to an address. */
sealed interface Way {

    /** Both are on one network. */
    record Direct(NetworkId network) implements Way {}

    /** The fabric itself takes it to that network, as it does between all that it routes. */
    record ByFabric(NetworkId network) implements Way {}

    /** It is for the fabric, which is the gateway of a network that it routes. */
    record ToFabric(NetworkId network) implements Way {}

    /** A router takes it to that network. */
    record Routed(TenantRouter router, NetworkId network) implements Way {}

    /** A router sends it to a machine that is to know how to go on. */
    record Onward(TenantRouter router, IpAddress hop) implements Way {}

    /** It is for the router itself. */
    record ToRouter(TenantRouter router) implements Way {}

    /** A router sends it out of all networks of tenants. */
    record Outward(TenantRouter router, NetworkId external) implements Way {}

    /** Not at all, because of something with an identifier or because something is missing. */
    record None(String reason, Optional<ResourceId> decider) implements Way {}
}
