package io.heddle.controller.tenant;

import io.heddle.controller.state.CarriageReport;
import io.heddle.controller.state.FabricEvent;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.trace.Probe;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/** Something that concerns tenants' networks on servers. */
sealed interface OverlayEvent {

    /** An integration bridge, or the database of a machine, reports something. */
    record Reported(FabricEvent event) implements OverlayEvent {}

    /** What tenants ask for is now this. */
    record TenantsChanged(TenantState tenants) implements OverlayEvent {}

    /** The fabric that carries the tunnels is now this. */
    record UnderlayChanged(Underlay underlay) implements OverlayEvent {}

    /** Of the VLANs that it is to carry, the fabric says this. */
    record CarriageReported(CarriageReport report) implements OverlayEvent {}

    /** Somebody wants to know what passes between two ports, and waits for the answer. */
    record ProbeAsked(Probe probe, CompletableFuture<Optional<SortedMap<Integer, Probe.Fate>>> answer)
            implements OverlayEvent {}

    /** Time passed. */
    record Ticked() implements OverlayEvent {}
}
