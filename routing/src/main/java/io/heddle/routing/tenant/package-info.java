/**
 * What tenants asked for: networks, subnets and ports in the words of the OpenStack Networking API v2.0, as values.
 *
 * <p>{@link io.heddle.routing.tenant.TenantState} is all of it, immutable and indexed; a {@link io.heddle.routing.tenant.TenantChange}
 * is one step of it, and the only one: the state after a restart is the same changes applied to nothing. Everything here is intent.
 * What is known about the world, such as whether a port is plugged, is a {@link io.heddle.routing.tenant.PortStatus} and kept apart,
 * because it is learned anew after a restart and must never be written with what was asked for.
 *
 * <p>May assume: whoever makes a change has checked it ({@code routing.tenant.request} does). Guarantees: no two networks share a
 * segment, no two ports of a network a MAC address, no two ports of a subnet an address. Planned from by {@code
 * routing.tenant.plan}, kept by {@code controller.tenant}, shown by {@code rest.networking}.
 */
@NullMarked
package io.heddle.routing.tenant;

import org.jspecify.annotations.NullMarked;
