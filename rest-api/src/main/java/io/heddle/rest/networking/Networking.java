package io.heddle.rest.networking;

import io.heddle.routing.tenant.PortStatuses;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.routing.tenant.request.TenantDecision;
import java.time.InstantSource;
import java.util.List;

/**
 * All that the interface is made of.
 *
 * @param tenancy what tenants asked for, and where to ask for more
 * @param accounts who may ask
 * @param statuses what is known of ports
 * @param sight where ports are, and what they carried
 * @param prober who finds out what passes between ports
 * @param limits how much may be asked
 * @param clock for the limits
 */
public record Networking(
        Tenancy tenancy,
        Accounts accounts,
        PortStatuses statuses,
        TenantSight sight,
        Prober prober,
        RequestLimits limits,
        InstantSource clock) {

    /** Does what {@code by} asks for; throws what is to be answered when it is refused. */
    void ask(Requester by, TenantCommand command) {
        List<TenantChange> ignored = changes(by, command);
    }

    /** The same, and tells what changed. */
    List<TenantChange> changes(Requester by, TenantCommand command) {
        return switch (tenancy.ask(by, command)) {
            case TenantDecision.Accepted accepted -> accepted.changes();
            case TenantDecision.Refused refused -> throw ApiError.of(refused.refusal());
        };
    }

    /** What there is now, as {@code by} is shown it. */
    Shown shown(Requester by) {
        return new Shown(tenancy.state(), statuses, by);
    }
}
