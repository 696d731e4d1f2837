/**
 * The OpenStack Networking API v2.0, so that clients, tools and people who speak it can ask Heddle for networks.
 *
 * <p>Served under {@code /v2.0} and {@code /networking/v2.0}: networks, subnets, ports, routers, floating addresses, security groups and
 * quality of service policies with their tags, quotas, extensions. The interface is described by OpenStack's own reference and not by
 * our {@code openapi.yaml}, which would only be a worse copy of it; {@code /v2.0/extensions} says which parts there are, and a request
 * for any other part is refused as Neutron refuses what it does not know.
 *
 * <p>Under {@code /lbaas} of the same roots is the Load Balancer API v2.0, as clients of OpenStack Octavia speak it: load balancers,
 * listeners, pools, members and health monitors, with that interface's own form of errors.
 *
 * <p>A request becomes a {@link io.heddle.routing.tenant.request.TenantCommand} and its decision a reply; nothing is decided here
 * but the form of attributes and which of them only an administrator sees and sets. Because clients choose attributes by name (to
 * filter, to sort, to have only some), a resource is here a table of {@link io.heddle.rest.networking.Attribute}s, and its JSON a
 * map made from them. Nobody is answered who is not known ({@link io.heddle.rest.networking.Accounts}); what belongs to another
 * project is not there. Called by {@code rest.http}, on the server's threads.
 */
@NullMarked
package io.heddle.rest.networking;

import org.jspecify.annotations.NullMarked;
