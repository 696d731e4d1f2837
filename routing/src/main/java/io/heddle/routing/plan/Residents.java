package io.heddle.routing.plan;

import io.heddle.topology.Host;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import java.util.Optional;

/**
 * Who is behind the ports of the fabric: its own hosts, and behind the port of their server the routed addresses of tenants that are bound
 * there. Flows between any two of them can be steered.
 *
 * @param topology the facts, hosts among them
 * @param tenants what tenants have the fabric route
 */
public record Residents(Topology topology, TenantInterfaces tenants) {

    /** Those of a fabric that routes nothing for tenants. */
    public static Residents of(Topology topology) {
        return new Residents(topology, TenantInterfaces.NONE);
    }

    /** Who has {@code address}, as the edge switch there knows it: a routed one with the MAC address that its server has for those. */
    public Optional<Host> at(Ipv4Address address) {
        Host host = topology.hosts().get(address);
        return host == null ? tenants.routedAt(address).flatMap(this::bound) : Optional.of(host);
    }

    private Optional<Host> bound(RoutedMember member) {
        return Optional.ofNullable(topology.hosts().get(member.server()))
                .map(server -> new Host(member.address(), member.mac(), server.location()));
    }

    /** Whether both say the same of everybody; cheap, as states keep the instances of what did not change. */
    @SuppressWarnings("ReferenceEquality")
    public boolean isSame(Residents other) {
        return topology == other.topology && tenants.equals(other.tenants);
    }
}
