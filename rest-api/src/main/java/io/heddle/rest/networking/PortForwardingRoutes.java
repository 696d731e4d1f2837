package io.heddle.rest.networking;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.request.PortForwardingDraft;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.javalin.http.Context;
import java.util.Map;
import java.util.UUID;

/** The forwarded ports of floating addresses. */
final class PortForwardingRoutes {

    private final FloatingIpKind kind;
    private final Networking networking;
    private final RequestReader reader;

    PortForwardingRoutes(FloatingIpKind kind, Networking networking, RequestReader reader) {
        this.kind = kind;
        this.networking = networking;
        this.reader = reader;
    }

    void addTo(SecuredRoutes routes) {
        String all = "/" + kind.path() + "/{id}/port_forwardings";
        routes.get(
                all,
                (ctx, by) -> ctx.json(Map.of(PortForwardingBody.PLURAL, PortForwardingBody.all(floatingIp(ctx, by)))));
        routes.post(all, this::create);
        routes.get(all + "/{forwarding}", (ctx, by) -> write(ctx, forwarding(ctx, floatingIp(ctx, by))));
        routes.put(all + "/{forwarding}", this::update);
        routes.delete(all + "/{forwarding}", this::delete);
    }

    private void create(Context ctx, Requester by) {
        FloatingIpId ip = floatingIp(ctx, by).id();
        PortForwardingDraft draft =
                PortForwardingBody.draft(networking.tenancy().newId(), reader.object(ctx));
        FloatingIp after = ask(by, new TenantCommand.AddPortForwarding(ip, draft));
        ctx.status(201);
        write(ctx, found(after, draft.id()));
    }

    private void update(Context ctx, Requester by) {
        FloatingIp ip = floatingIp(ctx, by);
        UUID id = forwarding(ctx, ip).id();
        FloatingIp after = ask(
                by, new TenantCommand.ChangePortForwarding(ip.id(), id, PortForwardingBody.patch(reader.object(ctx))));
        write(ctx, found(after, id));
    }

    private void delete(Context ctx, Requester by) {
        FloatingIp ip = floatingIp(ctx, by);
        UUID id = forwarding(ctx, ip).id();
        FloatingIp ignored = ask(by, new TenantCommand.RemovePortForwarding(ip.id(), id));
        ctx.status(204);
    }

    private static void write(Context ctx, PortForwarding forwarding) {
        ctx.json(Map.of(PortForwardingBody.SINGULAR, PortForwardingBody.shown(forwarding)));
    }

    private FloatingIp floatingIp(Context ctx, Requester by) {
        return kind.named(ctx, by, networking.tenancy().state());
    }

    private static PortForwarding forwarding(Context ctx, FloatingIp ip) {
        String text = ctx.pathParam("forwarding");
        return found(ip, Body.uuid(text).orElseThrow(() -> missing(Body.shortened(text))));
    }

    private static PortForwarding found(FloatingIp ip, UUID id) {
        return ip.forwardings().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> missing(id));
    }

    private static ApiError missing(Object id) {
        return new ApiError(404, "PortForwardingNotFound", "Port Forwarding " + id + " could not be found.");
    }

    /** The floating address as it is afterwards. */
    private FloatingIp ask(Requester by, TenantCommand command) {
        return kind.made(networking.changes(by, command).getFirst()).orElseThrow();
    }
}
