package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;

import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.LoadBalancerDraft;
import io.heddle.routing.tenant.request.LoadBalancerPatch;
import io.heddle.routing.tenant.request.TenantCommand;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/** Load balancers. */
final class LoadBalancerKind implements ResourceKind<LoadBalancer> {

    /** What can be had only as it is. */
    private static final Map<String, Set<String>> USUAL = Map.of(
            "provider", Set.of("heddle", "ovn"),
            "flavor_id", Set.of(),
            "availability_zone", Set.of(),
            "vip_qos_policy_id", Set.of(),
            "additional_vips", Set.of(),
            "vip_port_id", Set.of(),
            "listeners", Set.of(),
            "pools", Set.of());

    private final BalancingStatus status;

    LoadBalancerKind(BalancingStatus status) {
        this.status = status;
    }

    @Override
    public String singular() {
        return "loadbalancer";
    }

    @Override
    public String plural() {
        return "loadbalancers";
    }

    @Override
    public String path() {
        return "lbaas/loadbalancers";
    }

    @Override
    public List<Attribute<LoadBalancer>> attributes() {
        List<Attribute<LoadBalancer>> all = new ArrayList<>();
        all.add(Attribute.of("id", (balancer, shown) -> balancer.id().toString()));
        all.add(Attribute.of("name", (balancer, shown) -> balancer.name(), POST, PUT));
        all.add(Attribute.of(
                "description", (balancer, shown) -> balancer.standard().description(), POST, PUT));
        all.add(Attribute.of(
                "project_id", (balancer, shown) -> balancer.project().value(), POST));
        all.add(Attribute.of(
                "tenant_id", (balancer, shown) -> balancer.project().value(), POST));
        all.add(Attribute.of(Balancing.ADMIN_UP, (balancer, shown) -> balancer.adminUp(), POST, PUT));
        all.add(Attribute.of("provisioning_status", (balancer, shown) -> "ACTIVE"));
        all.add(Attribute.of("operating_status", (balancer, shown) -> status.of(shown.state(), balancer)));
        addVip(all);
        all.add(Attribute.of("provider", (balancer, shown) -> "heddle", POST));
        addParts(all);
        all.add(Balancing.fixed("additional_vips", List.of()));
        all.add(Balancing.fixed("flavor_id", null));
        all.add(Balancing.fixed("availability_zone", null));
        all.add(Balancing.fixed("vip_qos_policy_id", null));
        all.add(Attribute.of(
                "tags", (balancer, shown) -> List.copyOf(balancer.standard().tags()), POST, PUT, COMPOUND));
        all.add(Attribute.of(
                "created_at",
                (balancer, shown) -> Balancing.time(balancer.standard().created())));
        all.add(Attribute.of(
                "updated_at",
                (balancer, shown) -> Balancing.time(balancer.standard().updated())));
        return all;
    }

    private static void addVip(List<Attribute<LoadBalancer>> all) {
        all.add(Attribute.of(
                "vip_address", (balancer, shown) -> balancer.vip().address().toString(), POST));
        all.add(Attribute.of(
                "vip_subnet_id", (balancer, shown) -> balancer.vip().subnet().toString(), POST));
        all.add(Attribute.of(
                "vip_network_id", (balancer, shown) -> balancer.vip().network().toString(), POST));
        all.add(Attribute.of(
                "vip_port_id", (balancer, shown) -> balancer.vip().port().toString(), POST));
    }

    private static void addParts(List<Attribute<LoadBalancer>> all) {
        all.add(Attribute.of(
                "listeners",
                (balancer, shown) -> Balancing.references(balancer.listeners(), Listener::id),
                POST,
                COMPOUND));
        all.add(Attribute.of(
                "pools", (balancer, shown) -> Balancing.references(balancer.pools(), Pool::id), POST, COMPOUND));
    }

    @Override
    public List<LoadBalancer> all(TenantState state, Optional<UUID> network) {
        return List.copyOf(state.loadBalancers().values());
    }

    @Override
    public Optional<LoadBalancer> find(TenantState state, UUID id) {
        return state.loadBalancers().find(new LoadBalancerId(id));
    }

    @Override
    public TenantCommand create(List<Body> bodies, Supplier<UUID> ids) {
        return new TenantCommand.CreateLoadBalancers(
                bodies.stream().map(body -> draft(body, ids)).toList());
    }

    private static LoadBalancerDraft draft(Body body, Supplier<UUID> ids) {
        Balancing.refuseOthers(body, USUAL);
        return new LoadBalancerDraft(
                new LoadBalancerId(ids.get()),
                new PortId(ids.get()),
                Common.project(body),
                Balancing.name(body).orElse(""),
                Balancing.adminUp(body, true),
                Balancing.id(body, "vip_network_id").map(NetworkId::new),
                Balancing.id(body, "vip_subnet_id").map(SubnetId::new),
                body.value("vip_address").map(value -> Body.ip("vip_address", value)),
                Balancing.description(body).orElse(""),
                Balancing.tags(body).orElse(new TreeSet<>()));
    }

    @Override
    public TenantCommand update(UUID id, Body body, Optional<Long> expected) {
        Balancing.refuseOthers(body, USUAL);
        LoadBalancerPatch patch = new LoadBalancerPatch(
                Balancing.name(body),
                body.value(Balancing.ADMIN_UP).flatMap(value -> body.bool(Balancing.ADMIN_UP)),
                Balancing.description(body),
                Balancing.tags(body));
        return new TenantCommand.UpdateLoadBalancer(new LoadBalancerId(id), patch, expected);
    }

    @Override
    public TenantCommand delete(UUID id, Optional<Long> expected) {
        return new TenantCommand.DeleteLoadBalancer(new LoadBalancerId(id), false, expected);
    }

    @Override
    public TenantCommand deletion(Context ctx) {
        boolean isCascade = Optional.ofNullable(ctx.queryParam("cascade"))
                .flatMap(Body::truth)
                .orElse(false);
        return new TenantCommand.DeleteLoadBalancer(
                new LoadBalancerId(id(ctx)), isCascade, RequestReader.expectedRevision(ctx));
    }

    @Override
    public Optional<LoadBalancer> made(TenantChange change) {
        return change instanceof TenantChange.Put(LoadBalancer balancer) ? Optional.of(balancer) : Optional.empty();
    }

    @Override
    public ApiError missing(Object id) {
        return new ApiError(404, "NotFound", "Load Balancer " + id + " not found.");
    }
}
