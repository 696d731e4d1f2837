package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A port by which a router that works joins a network that works.
 *
 * @param port the router's port
 * @param network the network it is on
 * @param subnets those that the port has addresses in
 * @param exit the bridge of the server that is the router's way out of all networks of tenants, if it has one
 */
record RouterInterface(TenantPort port, TenantNetwork network, List<TenantSubnet> subnets, Optional<DatapathId> exit) {

    MacAddress mac() {
        return port.mac();
    }

    /** The router's own addresses there. */
    Stream<IpAddress> addresses(IpVersion version) {
        return port.fixedIps().stream().map(ip -> ip.address()).filter(ip -> ip.version() == version);
    }

    /** The metadata of frames on its network. */
    long metadata() {
        return OverlayPipeline.network(network.segment());
    }
}
