package io.heddle.routing.plan;

import java.util.List;
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

    /** Only on VLANs. */
    public static TenantInterfaces ofVlans(List<VlanMember> vlans) {
        return new TenantInterfaces(vlans, List.of());
    }

    /** Only routed addresses. */
    public static TenantInterfaces ofRouted(List<RoutedMember> routed) {
        return new TenantInterfaces(List.of(), routed);
    }
}
