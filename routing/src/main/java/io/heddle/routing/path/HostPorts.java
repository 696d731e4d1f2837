package io.heddle.routing.path;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.AddressPlan;
import java.util.Optional;

/**
 * Where addresses are. They need not belong to hosts that were seen: a planned address stands for its port.
 *
 * @param topology the hosts that were seen
 * @param addresses the addresses that are planned
 */
record HostPorts(Topology topology, AddressPlan addresses) {

    /** The port behind which {@code address} is; throws {@link UnknownAddress} when it has no place. */
    ConnectPoint locate(Ipv4Address address) {
        return Optional.ofNullable(topology.hosts().get(address))
                .map(Host::location)
                .or(() -> addresses.hostPortOf(address))
                .orElseThrow(() -> new UnknownAddress(address));
    }
}
