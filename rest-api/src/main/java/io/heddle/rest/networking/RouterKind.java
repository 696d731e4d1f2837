package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.ADMIN_POST;
import static io.heddle.rest.networking.Attribute.Mark.ADMIN_PUT;
import static io.heddle.rest.networking.Attribute.Mark.ADMIN_SEES;
import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;

import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.RouterDraft;
import io.heddle.routing.tenant.request.RouterPatch;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.routing.tenant.request.WayOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Routers. */
final class RouterKind implements ResourceKind<TenantRouter> {

    private static final int NAME_AT_MOST = 255;
    private static final String GATEWAY = "external_gateway_info";
    private static final Set<String> GATEWAY_MEMBERS = Set.of("network_id", "enable_snat", "external_fixed_ips");

    private final Supplier<UUID> portIds;

    /** {@code portIds} makes the identifiers of ports that routers get on external networks. */
    RouterKind(Supplier<UUID> portIds) {
        this.portIds = portIds;
    }

    @Override
    public String singular() {
        return "router";
    }

    @Override
    public String plural() {
        return "routers";
    }

    @Override
    public List<Attribute<TenantRouter>> attributes() {
        List<Attribute<TenantRouter>> all = new ArrayList<>(Common.attributes());
        all.add(Attribute.of("name", (router, shown) -> router.name(), POST, PUT));
        all.add(Attribute.of("admin_state_up", (router, shown) -> router.adminUp(), POST, PUT));
        all.add(Attribute.of("status", (router, shown) -> "ACTIVE"));
        all.add(Attribute.of(GATEWAY, RouterKind::gateway, POST, PUT, COMPOUND));
        all.add(Attribute.of("routes", (router, shown) -> RouteBody.shown(router.routes()), PUT, COMPOUND));
        all.add(Attribute.of("distributed", (router, shown) -> true, POST, PUT, ADMIN_SEES, ADMIN_POST, ADMIN_PUT));
        all.add(Attribute.of("ha", (router, shown) -> false, POST, PUT, ADMIN_SEES, ADMIN_POST, ADMIN_PUT));
        return all;
    }

    @Override
    public List<TenantRouter> all(TenantState state, Optional<UUID> network) {
        return List.copyOf(state.routers().values());
    }

    @Override
    public Optional<TenantRouter> find(TenantState state, UUID id) {
        return state.routers().find(new RouterId(id));
    }

    @Override
    public TenantCommand create(List<Body> bodies, Supplier<UUID> ids) {
        return new TenantCommand.CreateRouters(
                bodies.stream().map(body -> draft(body, ids.get())).toList());
    }

    @Override
    public TenantCommand update(UUID id, Body body, Optional<Long> expected) {
        refuseOtherMakes(body);
        Optional<List<HostRoute>> routes =
                body.isNull("routes") ? Optional.of(List.of()) : RouteBody.routes(body, "routes");
        RouterPatch patch = new RouterPatch(
                body.text("name", NAME_AT_MOST),
                body.bool("admin_state_up"),
                body.has(GATEWAY) ? Optional.of(wayOut(body)) : Optional.empty(),
                routes,
                body.text("description", NAME_AT_MOST));
        return new TenantCommand.UpdateRouter(new RouterId(id), patch, expected);
    }

    @Override
    public TenantCommand delete(UUID id, Optional<Long> expected) {
        return new TenantCommand.DeleteRouter(new RouterId(id), expected);
    }

    @Override
    public Optional<TenantRouter> made(TenantChange change) {
        return change instanceof TenantChange.Put(TenantRouter router) ? Optional.of(router) : Optional.empty();
    }

    private RouterDraft draft(Body body, UUID id) {
        refuseOtherMakes(body);
        return new RouterDraft(
                new RouterId(id),
                Common.project(body),
                body.text("name", NAME_AT_MOST).orElse(""),
                body.bool("admin_state_up").orElse(true),
                wayOut(body),
                body.text("description", NAME_AT_MOST).orElse(""));
    }

    /** Nothing, null and an empty object all mean none. */
    private WayOut wayOut(Body body) {
        return body.value(GATEWAY)
                .map(value -> Body.members(GATEWAY, value, GATEWAY_MEMBERS))
                .filter(gateway -> !gateway.names().isEmpty())
                .map(this::through)
                .orElse(new WayOut.None());
    }

    private WayOut through(Body gateway) {
        return new WayOut.Through(
                new NetworkId(gateway.requiredId("network_id")),
                gateway.bool("enable_snat"),
                FixedIpBody.requests(gateway, "external_fixed_ips"),
                new PortId(portIds.get()));
    }

    /** Every router is distributed, and needs no second one in wait; clients that ask for just that are not refused. */
    private static void refuseOtherMakes(Body body) {
        if (!body.bool("distributed").orElse(true)) {
            throw ApiError.invalid("distributed", "every router is distributed");
        } else if (body.bool("ha").orElse(false)) {
            throw ApiError.invalid("ha", "no router is made of two in wait for each other");
        }
    }

    private static @Nullable Object gateway(TenantRouter router, Shown shown) {
        return router.gateway().map(gateway -> members(gateway, shown.state())).orElse(null);
    }

    private static Map<String, Object> members(ExternalGateway gateway, TenantState state) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("network_id", gateway.network().toString());
        members.put("enable_snat", gateway.sourceNat());
        members.put(
                "external_fixed_ips",
                FixedIpBody.shown(
                        state.ports().find(gateway.port()).orElseThrow().fixedIps()));
        return members;
    }
}
