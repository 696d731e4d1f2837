package io.heddle.rest.networking;

import io.heddle.routing.tenant.PortStatuses;
import java.time.InstantSource;

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
        InstantSource clock) {}
