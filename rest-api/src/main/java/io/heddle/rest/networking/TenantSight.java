package io.heddle.rest.networking;

import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.traffic.TrafficLedger;
import java.util.Optional;

/** What the data plane knows of ports beyond their status; asked from any thread. */
public interface TenantSight {

    /** Where the port is plugged in; empty when it is nowhere. */
    Optional<PortPlace> placeOf(PortId port);

    /** What ports, networks and projects carried. */
    TrafficLedger traffic();
}
