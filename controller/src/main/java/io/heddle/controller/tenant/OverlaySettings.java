package io.heddle.controller.tenant;

import io.heddle.controller.state.OpenFlowPorts;
import io.heddle.routing.tenant.plan.OverlayOptions;
import io.heddle.routing.tenant.plan.RoutedSpace;
import java.time.Duration;

/**
 * How servers are looked after.
 *
 * @param openFlow where the controller awaits switches
 * @param grace how long after its start the controller leaves a bridge that forwards already as it is, because the other servers may
 *     not have come back yet
 * @param audit how often the tables of each bridge are read back and compared
 * @param memory how long a server that is gone is still believed to have what it had
 * @param lease for how long tenants' hosts are lent their addresses
 * @param plan how the plan is made
 */
public record OverlaySettings(
        OpenFlowPorts openFlow, Duration grace, Duration audit, Duration memory, Duration lease, OverlayOptions plan) {

    /** 10 seconds, an hour, a day, and no routed networks. */
    public static OverlaySettings at(OpenFlowPorts openFlow, Duration audit) {
        return new OverlaySettings(
                openFlow,
                Duration.ofSeconds(10),
                audit,
                Duration.ofHours(1),
                Duration.ofDays(1),
                OverlayOptions.defaults());
    }

    /** The same, with other routed networks. */
    public OverlaySettings withRouted(RoutedSpace space) {
        return new OverlaySettings(openFlow, grace, audit, memory, lease, plan.withRouted(space));
    }
}
