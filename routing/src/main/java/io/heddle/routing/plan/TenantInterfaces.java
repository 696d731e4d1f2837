package io.heddle.routing.plan;

import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The interfaces of tenants that the fabric itself has to know; those whose frames travel in tunnels are none of its business.
 *
 * @param vlans those on VLANs that it carries, in order, each once
 * @param routed the addresses that it routes, in order, each once
 */
public record TenantInterfaces(List<VlanMember> vlans, List<RoutedMember> routed) {

    /** No interfaces. */
    public static final TenantInterfaces NONE = new TenantInterfaces(List.of(), List.of());

    public TenantInterfaces {
        vlans = List.copyOf(new TreeSet<>(vlans));
        routed = List.copyOf(new TreeSet<>(routed));
    }

    /** The routed interface that has that address. */
    public Optional<RoutedMember> routedAt(Ipv4Address address) {
        int from = 0;
        int to = routed.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (routed.get(middle).address().compareTo(address) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from < routed.size() && routed.get(from).address().equals(address)
                ? Optional.of(routed.get(from))
                : Optional.empty();
    }

    /** The same but for these routed addresses. */
    public TenantInterfaces without(Set<Ipv4Address> refused) {
        return refused.isEmpty()
                ? this
                : new TenantInterfaces(
                        vlans,
                        routed.stream()
                                .filter(member -> !refused.contains(member.address()))
                                .toList());
    }

    /** Only on VLANs. */
    public static TenantInterfaces ofVlans(List<VlanMember> vlans) {
        return new TenantInterfaces(vlans, List.of());
    }

    /** Only routed addresses. */
    public static TenantInterfaces ofRouted(List<RoutedMember> routed) {
        return new TenantInterfaces(List.of(), routed);
    }
}
