package io.heddle.controller.tenant;

import io.heddle.controller.state.CarriageReport;
import io.heddle.controller.state.FabricEvent;
import io.heddle.routing.tenant.TenantState;

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

    /** Time passed. */
    record Ticked() implements OverlayEvent {}
}
