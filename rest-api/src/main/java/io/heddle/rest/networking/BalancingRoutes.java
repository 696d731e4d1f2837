package io.heddle.rest.networking;

import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.Requester;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The Load Balancer API v2.0, under {@code /lbaas}: load balancers, their listeners, pools, members and health monitors. */
final class BalancingRoutes {

    private static final Map<String, String> PROVIDER =
            Map.of("name", "heddle", "description", "In the switches of servers, by connection tracking.");

    private final Networking networking;
    private final RequestReader reader;
    private final BalancingStatus status;
    private final LoadBalancerKind balancers;

    BalancingRoutes(Networking networking, RequestReader reader) {
        this.networking = networking;
        this.reader = reader;
        status = new BalancingStatus(member -> networking.sight().isFailed(member));
        balancers = new LoadBalancerKind(status);
    }

    void addTo(SecuredRoutes routes) {
        new ResourceRoutes<>(balancers, networking, reader).addTo(routes);
        for (PartKind<?> kind : List.of(
                new ListenerKind(status), new PoolKind(status), new MemberKind(status), new MonitorKind(status))) {
            addKind(kind, routes);
        }
        routes.get("/" + balancers.path() + "/{id}/status", this::tree);
        routes.get("/lbaas/providers", (ctx, by) -> ctx.json(Map.of("providers", List.of(PROVIDER))));
    }

    private <P> void addKind(PartKind<P> kind, SecuredRoutes routes) {
        new PartRoutes<>(kind, networking, reader).addTo(routes);
    }

    /** How a load balancer and all of its parts do. */
    private void tree(Context ctx, Requester by) {
        TenantState state = networking.tenancy().state();
        LoadBalancer balancer = balancers.named(ctx, by, state);
        Map<String, Object> shown = row(balancer.id().value(), balancer.name(), status.of(state, balancer));
        shown.put(
                "listeners",
                balancer.listeners().stream()
                        .map(listener -> listener(state, balancer, listener))
                        .toList());
        shown.put(
                "pools",
                balancer.pools().stream()
                        .map(pool -> pool(state, balancer, pool))
                        .toList());
        ctx.json(Map.of("statuses", Map.of("loadbalancer", shown)));
    }

    private Map<String, Object> listener(TenantState state, LoadBalancer balancer, Listener listener) {
        Map<String, Object> shown = row(listener.id(), listener.name(), status.of(state, balancer, listener));
        shown.put(
                "pools",
                listener.pool().flatMap(balancer::pool).stream()
                        .map(pool -> pool(state, balancer, pool))
                        .toList());
        return shown;
    }

    private Map<String, Object> pool(TenantState state, LoadBalancer balancer, Pool pool) {
        Map<String, Object> shown = row(pool.id(), pool.name(), status.of(state, balancer, pool));
        pool.monitor().ifPresent(monitor -> shown.put("health_monitor", monitor(monitor)));
        shown.put(
                "members",
                pool.members().stream()
                        .map(member -> member(state, balancer, pool, member))
                        .toList());
        return shown;
    }

    private Map<String, Object> member(TenantState state, LoadBalancer balancer, Pool pool, PoolMember member) {
        Map<String, Object> shown = row(member.id(), member.name(), status.of(state, balancer, pool, member));
        shown.put("address", member.address().toString());
        shown.put("protocol_port", member.port());
        return shown;
    }

    private Map<String, Object> monitor(HealthMonitor monitor) {
        Map<String, Object> shown = row(monitor.id(), monitor.name(), status.of(monitor));
        shown.put("type", monitor.kind().name());
        return shown;
    }

    private static Map<String, Object> row(UUID id, String name, String operating) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id.toString());
        row.put("name", name);
        row.put("operating_status", operating);
        row.put("provisioning_status", "ACTIVE");
        return row;
    }
}
