package io.heddle.routing.tenant;

/**
 * A router's way out.
 *
 * @param network the external network
 * @param port the router's port there, whose device owner is {@link TenantPort#ROUTER_GATEWAY}; its first address is the one that
 *     packets of hosts without a floating address leave with
 * @param sourceNat whether hosts without a floating address get out at all
 */
public record ExternalGateway(NetworkId network, PortId port, boolean sourceNat) {}
