package io.heddle.routing.tenant.isolation;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is for load balancers, which is left out of the check: who gets it is chosen when it is sent. */
final class Balanced {

    private Balanced() {}

    /** What ports of that network, or whoever is outside if it is none, may send to load balancers. */
    static PacketSet packets(TenantState state, Optional<NetworkId> from, Headers headers) {
        PacketSet packets = headers.nothing();
        for (IpAddress address : addresses(state, from)) {
            packets = packets.or(headers.to(Cidr.of(address)));
        }
        return packets.and(headers.ip());
    }

    private static SortedSet<IpAddress> addresses(TenantState state, Optional<NetworkId> from) {
        SortedSet<NetworkId> networks = new TreeSet<>();
        from.ifPresent(network -> {
            networks.add(network);
            for (RouterId router : state.routersOf(network)) {
                state.interfacesOf(router).stream().map(TenantPort::network).forEach(each -> networks.add(each));
            }
        });
        SortedSet<IpAddress> addresses = new TreeSet<>();
        for (LoadBalancer balancer : state.loadBalancers().values()) {
            if (from.isEmpty() || networks.contains(balancer.vip().network())) {
                addresses.add(balancer.vip().address());
            }
            state.floatingIpsOf(balancer.vip().port()).stream()
                    .map(FloatingIp::address)
                    .forEach(address -> addresses.add(address));
        }
        return addresses;
    }
}
