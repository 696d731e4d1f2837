package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.PortId;
import io.heddle.topology.address.VlanId;

/**
 * A port that is to be a subport.
 *
 * @param port the port
 * @param vlan the VLAN id of its frames on the interface of the trunk
 */
public record SubportRequest(PortId port, VlanId vlan) {}
