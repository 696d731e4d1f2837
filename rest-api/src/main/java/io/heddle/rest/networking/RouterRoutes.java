package io.heddle.rest.networking;

import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.request.InterfaceRequest;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What is asked of one router beyond its attributes: to join and leave networks, and to have some more or fewer routes. */
final class RouterRoutes {

    private final RouterKind kind;
    private final Networking networking;
    private final RequestReader reader;

    RouterRoutes(RouterKind kind, Networking networking, RequestReader reader) {
        this.kind = kind;
        this.networking = networking;
        this.reader = reader;
    }

    void addTo(SecuredRoutes routes) {
        String router = "/" + kind.plural() + "/{id}";
        routes.put(router + "/add_router_interface", this::join);
        routes.put(router + "/remove_router_interface", this::leave);
        routes.put(router + "/add_extraroutes", (ctx, by) -> reroute(ctx, by, true));
        routes.put(router + "/remove_extraroutes", (ctx, by) -> reroute(ctx, by, false));
    }

    private void join(Context ctx, Requester by) {
        RouterId router = id(ctx);
        InterfaceRequest which = which(ctx);
        PortId fresh = new PortId(networking.tenancy().newId());
        write(ctx, router, which, networking.changes(by, new TenantCommand.AddRouterInterface(router, which, fresh)));
    }

    private void leave(Context ctx, Requester by) {
        RouterId router = id(ctx);
        InterfaceRequest which = which(ctx);
        write(ctx, router, which, networking.changes(by, new TenantCommand.RemoveRouterInterface(router, which)));
    }

    private void reroute(Context ctx, Requester by, boolean isAddition) {
        Body body = RequestReader.one(reader.object(ctx), kind.singular());
        List<HostRoute> routes = RouteBody.routes(body, "routes")
                .orElseThrow(() -> ApiError.badRequest("Unable to find 'routes' in request body"));
        List<TenantChange> changes =
                networking.changes(by, new TenantCommand.ChangeRoutes(id(ctx), routes, isAddition));
        TenantRouter router = kind.made(changes.getFirst()).orElseThrow();
        ctx.json(
                Map.of(kind.singular(), Representation.of(kind.attributes(), router, networking.shown(by), List.of())));
    }

    private InterfaceRequest which(Context ctx) {
        Body body = Body.members("router", reader.object(ctx), Set.of("port_id", "subnet_id"));
        Optional<UUID> port = body.has("port_id") ? Optional.of(body.requiredId("port_id")) : Optional.empty();
        Optional<UUID> subnet = body.has("subnet_id") ? Optional.of(body.requiredId("subnet_id")) : Optional.empty();
        if (port.isEmpty() && subnet.isEmpty()) {
            throw new ApiError(400, "BadRequest", "Bad router request: Either subnet_id or port_id must be specified.");
        }
        return new InterfaceRequest(port.map(PortId::new), subnet.map(SubnetId::new));
    }

    private static void write(Context ctx, RouterId router, InterfaceRequest which, List<TenantChange> changes) {
        TenantPort port = port(changes);
        List<String> subnets = which.port().isPresent()
                ? port.fixedIps().stream()
                        .map(FixedIp::subnet)
                        .distinct()
                        .map(SubnetId::toString)
                        .toList()
                : which.subnet().stream().map(SubnetId::toString).toList();
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("id", router.toString());
        reply.put("tenant_id", port.project().value());
        reply.put("project_id", port.project().value());
        reply.put("port_id", port.id().toString());
        reply.put("network_id", port.network().toString());
        reply.put("subnet_id", subnets.getFirst());
        reply.put("subnet_ids", subnets);
        ctx.json(reply);
    }

    /** The port that is an interface now, or was one. */
    private static TenantPort port(List<TenantChange> changes) {
        return switch (changes.getFirst()) {
            case TenantChange.Put(TenantPort port) -> port;
            case TenantChange.Removed(TenantPort port) -> port;
            default -> throw new IllegalStateException("no interface of a router is among " + changes);
        };
    }

    private RouterId id(Context ctx) {
        return new RouterId(kind.id(ctx));
    }
}
