package io.heddle.routing.tenant;

import io.heddle.topology.address.IpAddress;
import java.util.Optional;

/**
 * Where an address is, seen from a load balancer: on the network of the load balancer's own address, or one router further.
 *
 * @param network the network it is on
 * @param subnet the subnet it is of
 * @param router the router that joins that network to the load balancer's, if it is another
 */
public record VipReach(NetworkId network, SubnetId subnet, Optional<RouterId> router) {

    /** Where that is; empty if neither the network nor a router on it leads there. */
    public static Optional<VipReach> of(TenantState state, LoadBalancer.Vip vip, IpAddress address) {
        for (TenantSubnet subnet : state.subnetsOf(vip.network())) {
            if (subnet.cidr().contains(address)) {
                return Optional.of(new VipReach(vip.network(), subnet.id(), Optional.empty()));
            }
        }
        for (RouterId router : state.routersOf(vip.network())) {
            for (TenantPort door : state.interfacesOf(router)) {
                Optional<SubnetId> there = door.fixedIps().stream()
                        .map(FixedIp::subnet)
                        .filter(id -> state.subnets()
                                .find(id)
                                .filter(subnet -> subnet.cidr().contains(address))
                                .isPresent())
                        .findFirst();
                if (there.isPresent()) {
                    return Optional.of(new VipReach(door.network(), there.get(), Optional.of(router)));
                }
            }
        }
        return Optional.empty();
    }

    /** The port that has the address, if any. */
    public Optional<TenantPort> holder(TenantState state, IpAddress address) {
        return state.portsByAddress(subnet).find(address).flatMap(state.ports()::find);
    }
}
