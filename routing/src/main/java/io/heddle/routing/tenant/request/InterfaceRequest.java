package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.SubnetId;
import java.util.Optional;

/**
 * Which interface of a router is meant.
 *
 * @param port the one that is this port
 * @param subnet the one that has an address of this subnet
 */
public record InterfaceRequest(Optional<PortId> port, Optional<SubnetId> subnet) {

    public InterfaceRequest {
        if (port.isEmpty() && subnet.isEmpty()) {
            throw new IllegalArgumentException("an interface is named by a port or a subnet");
        }
    }
}
