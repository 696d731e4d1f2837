package io.heddle.routing.path;

import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.RoutedPlaces;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.AddressPlan;
import java.util.Optional;

/**
 * Where addresses are. They need not belong to hosts that were seen: a planned address stands for its port, and a routed one of a tenant
 * is where the plan has it.
 *
 * @param topology the hosts that were seen
 * @param addresses the addresses that are planned
 * @param plan what switches hold
 */
record HostPorts(Topology topology, AddressPlan addresses, ForwardingPlan plan) {

    /** The port behind which {@code address} is; throws {@link UnknownAddress} when it has no place. */
    ConnectPoint locate(Ipv4Address address) {
        return host(address)
                .map(Host::location)
                .or(() -> addresses.hostPortOf(address))
                .orElseThrow(() -> new UnknownAddress(address));
    }

    /** The host with {@code address}, as its switch knows it. */
    Optional<Host> host(Ipv4Address address) {
        return Optional.ofNullable(topology.hosts().get(address)).or(() -> RoutedPlaces.of(plan, address));
    }
}
