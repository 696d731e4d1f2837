package io.heddle.rest.networking;

import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.VipReach;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * How load balancers and their parts do, in the words of the Load Balancer API.
 *
 * @param isFailed whether a member was asked whether it works, and does not
 */
record BalancingStatus(Predicate<UUID> isFailed) {

    private static final String ONLINE = "ONLINE";
    private static final String OFFLINE = "OFFLINE";
    private static final String DEGRADED = "DEGRADED";
    private static final String ERROR = "ERROR";
    private static final String DRAINING = "DRAINING";
    private static final String NO_MONITOR = "NO_MONITOR";

    String of(TenantState state, LoadBalancer balancer) {
        return balancer.adminUp()
                ? together(balancer.listeners().stream()
                        .filter(Listener::adminUp)
                        .map(listener -> of(state, balancer, listener))
                        .toList())
                : OFFLINE;
    }

    String of(TenantState state, LoadBalancer balancer, Listener listener) {
        if (!balancer.adminUp() || !listener.adminUp()) {
            return OFFLINE;
        }
        return listener.pool()
                .flatMap(balancer::pool)
                .map(pool -> of(state, balancer, pool))
                .orElse(ONLINE);
    }

    String of(TenantState state, LoadBalancer balancer, Pool pool) {
        return balancer.adminUp() && pool.adminUp()
                ? together(pool.members().stream()
                        .filter(PoolMember::adminUp)
                        .map(member -> of(state, balancer, pool, member))
                        .toList())
                : OFFLINE;
    }

    String of(TenantState state, LoadBalancer balancer, Pool pool, PoolMember member) {
        if (!balancer.adminUp() || !pool.adminUp() || !member.adminUp()) {
            return OFFLINE;
        }
        Optional<VipReach> reach = VipReach.of(state, balancer.vip(), member.address());
        boolean isAsked = pool.monitor().filter(HealthMonitor::adminUp).isPresent();
        if (reach.isEmpty() || (isAsked && isFailed.test(member.id()))) {
            return ERROR;
        } else if (member.weight() == 0) {
            return DRAINING;
        }
        return isAsked ? ONLINE : NO_MONITOR;
    }

    String of(HealthMonitor monitor) {
        return monitor.adminUp() ? ONLINE : OFFLINE;
    }

    private static String together(Collection<String> parts) {
        boolean isAnyWrong = parts.stream().anyMatch(List.of(ERROR, DEGRADED)::contains);
        if (!isAnyWrong) {
            return ONLINE;
        }
        return parts.stream().allMatch(ERROR::equals) ? ERROR : DEGRADED;
    }
}
