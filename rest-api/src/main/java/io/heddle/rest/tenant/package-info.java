/**
 * Tenants' networks as people look at them: how many ports work, where each is and why not, and what they carry.
 *
 * <p>The Networking API ({@code rest.networking}) is what tenants ask with, and has no room for these; so they are of Heddle's own
 * interface, under {@code /api/v1/tenants} and {@code /api/v1/explain}, and on the dashboard. The fabric is shown to whoever can
 * reach the server, which listens on this machine alone unless told otherwise; tenants' data are not. All that is made here is
 * made for a known {@link io.heddle.routing.tenant.request.Requester}: an administrator is shown everything, anybody else their
 * own project, without what the Networking API keeps from them too: the segment, and where ports are. The same holds for {@code
 * /metrics}, which has figures of tenants only for a request with a credential, and never one for each port: there are too many.
 *
 * <p>{@link io.heddle.rest.tenant.TenantView} derives everything from the latest states, in order of identifiers, without I/O. Called
 * by {@code rest.http}, on the server's threads.
 */
@NullMarked
package io.heddle.rest.tenant;

import org.jspecify.annotations.NullMarked;
