package io.heddle.rest.networking;

import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.isolation.IsolationCheck;
import io.heddle.routing.tenant.trace.Overlay;
import io.heddle.routing.tenant.traffic.TrafficLedger;
import io.heddle.topology.DatapathId;
import java.util.Optional;
import java.util.UUID;

/** What the data plane knows of ports beyond their status; asked from any thread. */
public interface TenantSight {

    /** Where the port is plugged in; empty when it is nowhere. */
    Optional<PortPlace> placeOf(PortId port);

    /** What ports, networks and projects carried. */
    TrafficLedger traffic();

    /** A check of what servers are to hold against what tenants asked for; empty while something new is being planned. */
    Optional<IsolationCheck> isolation();

    /** Whether a member of a load balancer's pool was asked whether it works, and does not. */
    boolean isFailed(UUID member);

    /** What the bridges of servers are to hold, as it was planned last. */
    Overlay overlay();

    /** What one of them is to hold; empty for what is no server's bridge. */
    Optional<BridgePlan> planOf(DatapathId bridge);
}
