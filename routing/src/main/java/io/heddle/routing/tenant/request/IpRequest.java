package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.SubnetId;
import io.heddle.topology.address.IpAddress;
import java.util.Optional;

/**
 * An address that a port asks for.
 *
 * @param subnet from which subnet; the one that has the address if left out
 * @param address which one; the lowest free one if left out
 */
public record IpRequest(Optional<SubnetId> subnet, Optional<IpAddress> address) {

    public IpRequest {
        if (subnet.isEmpty() && address.isEmpty()) {
            throw new IllegalArgumentException("a request for an address names a subnet, an address or both");
        }
    }
}
