package io.heddle.routing.tenant.explain;

import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.VipReach;
import java.util.List;
import java.util.Optional;

/** Who gets what is for a load balancer. */
final class Shared {

    private Shared() {}

    /**
     * A member that may get a connection.
     *
     * @param port the port that has its address
     * @param service what it is asked for
     */
    record Taker(TenantPort port, Service service) {}

    /** The load balancer whose address a port holds, if that is what it is for. */
    static Optional<LoadBalancer> balancer(TenantState state, TenantPort holder) {
        return holder.isVirtual()
                ? state.loadBalancers().find(LoadBalancerId.parse(holder.deviceId()))
                : Optional.empty();
    }

    /** Those who may get such a connection; empty if no listener takes it. */
    static Optional<List<Taker>> takers(TenantState state, LoadBalancer balancer, Service service) {
        return balancer.listeners().stream()
                .filter(Listener::adminUp)
                .filter(each -> service.equals(new Service.Port(each.protocol(), each.port())))
                .findFirst()
                .flatMap(Listener::pool)
                .flatMap(balancer::pool)
                .filter(Pool::adminUp)
                .map(pool -> pool.members().stream()
                        .filter(member -> member.adminUp() && member.weight() > 0)
                        .flatMap(member -> taker(state, balancer, pool, member).stream())
                        .toList());
    }

    private static Optional<Taker> taker(TenantState state, LoadBalancer balancer, Pool pool, PoolMember member) {
        return VipReach.of(state, balancer.vip(), member.address())
                .flatMap(reach -> reach.holder(state, member.address()))
                .map(port -> new Taker(port, new Service.Port(pool.protocol(), member.port())));
    }
}
