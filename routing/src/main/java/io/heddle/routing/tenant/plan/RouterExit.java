package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.address.VlanId;
import java.util.List;
import java.util.Optional;

/**
 * Where a router is on an external network.
 *
 * @param network the external network
 * @param bridge the integration bridge of the server that is the router's way out
 * @param uplink the port of that bridge to the physical network
 * @param vlan the tag of frames there, if any
 * @param mac the router's MAC address on the external network
 * @param addresses the addresses that it answers for there, its own first, then those that are floating
 */
public record RouterExit(
        NetworkId network,
        DatapathId bridge,
        PortNumber uplink,
        Optional<VlanId> vlan,
        MacAddress mac,
        List<IpAddress> addresses) {

    public RouterExit {
        addresses = List.copyOf(addresses);
    }

    /** What says in a rule's cookie which router a question on an external network is for, by its number; never 0. */
    public static int detail(int router) {
        return router + 1;
    }

    /** The address that the router itself has there, of that version. */
    public Optional<IpAddress> own(IpVersion version) {
        return addresses.stream()
                .filter(address -> address.version() == version)
                .findFirst();
    }
}
