package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import java.util.List;
import java.util.Optional;

/** Which way out of all networks of tenants a router is to have. */
public sealed interface WayOut {

    /** None. */
    record None() implements WayOut {}

    /**
     * Through an external network.
     *
     * @param network the network
     * @param sourceNat whether hosts without a floating address get out; they do if left out
     * @param addresses the router's addresses there; if left out those it has there, or else one of each version
     * @param port the identifier of its port there, new; unused if it has one there
     */
    record Through(NetworkId network, Optional<Boolean> sourceNat, Optional<List<IpRequest>> addresses, PortId port)
            implements WayOut {}
}
