package io.heddle.controller;

import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.tenant.OverlayInbox;
import io.heddle.controller.tenant.OverlayLoop;
import io.heddle.controller.tenant.OverlaySettings;
import io.heddle.controller.tenant.PortBoard;
import io.heddle.routing.tenant.plan.RoutedSpace;
import java.time.Clock;
import java.time.Duration;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * What joins the loop of tenants' networks to the rest.
 *
 * @param inbox where its events come in
 * @param board where it shows what is known of ports
 */
record Servers(OverlayInbox inbox, PortBoard board) {

    /** Where the edges put what they see: each event into the queue of the loop that it is for, the fabric's or the servers', or both. */
    Consumer<FabricEvent> beside(EventQueue fabric) {
        return event -> {
            boolean isForServers = OverlayInbox.concerns(event);
            if (isForServers) {
                inbox.reported(event);
            }
            if (!isForServers
                    || event instanceof FabricEvent.DatabaseConnected
                    || event instanceof FabricEvent.DatabaseDisconnected) {
                fabric.add(event);
            }
        };
    }

    /** Running totals, by name. */
    SortedMap<String, Long> totals() {
        SortedMap<String, Long> totals = board.totals();
        totals.put("tenant_packets_dropped", inbox.packetsDropped());
        return totals;
    }

    /** The loop, not started, that reads the tables of servers back every so often. */
    OverlayLoop loop(Edges edges, Duration audit, RoutedSpace routed, EventQueue fabric, Clock clock) {
        return new OverlayLoop(new OverlayLoop.Parts(
                OverlaySettings.at(edges.switches().ports(), audit).withRouted(routed),
                inbox,
                board,
                edges.switches()::carryOut,
                edges.databases()::carryOut,
                fabric::add,
                clock));
    }
}
