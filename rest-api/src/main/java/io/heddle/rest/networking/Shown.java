package io.heddle.rest.networking;

import io.heddle.routing.tenant.PortStatuses;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.Requester;

/**
 * What a reply is made from.
 *
 * @param state what tenants asked for
 * @param statuses what is known of ports
 * @param to who will read it
 */
record Shown(TenantState state, PortStatuses statuses, Requester to) {}
