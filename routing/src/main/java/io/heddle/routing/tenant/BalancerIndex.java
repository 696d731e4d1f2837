package io.heddle.routing.tenant;

import io.heddle.routing.tenant.TenantIndexes.Edit;
import io.heddle.topology.sorted.PersistentMap;
import java.util.UUID;

/**
 * What is derived from load balancers.
 *
 * @param numbers which has which number
 * @param parts which each listener, pool, member and health monitor is of
 * @param vips those whose address is on each network
 */
record BalancerIndex(
        PersistentMap<Integer, LoadBalancerId> numbers,
        PersistentMap<UUID, LoadBalancerId> parts,
        PersistentMap<NetworkId, PersistentMap<LoadBalancerId, LoadBalancerId>> vips) {

    static final BalancerIndex EMPTY =
            new BalancerIndex(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    BalancerIndex changed(Edit edit, TenantResource resource) {
        if (!(resource instanceof LoadBalancer balancer)) {
            return this;
        }
        LoadBalancerId id = balancer.id();
        PersistentMap<UUID, LoadBalancerId> now = parts;
        for (UUID part : balancer.parts()) {
            now = edit.on(now, part, id);
        }
        return new BalancerIndex(
                edit.on(numbers, balancer.number(), id),
                now,
                edit.within(vips, balancer.vip().network(), id, id));
    }

    PersistentMap<LoadBalancerId, LoadBalancerId> on(NetworkId network) {
        return vips.getOrDefault(network, PersistentMap.empty());
    }
}
