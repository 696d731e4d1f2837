package io.heddle.rest.networking;

import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.routing.tenant.TrunkId;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is asked of one trunk beyond its attributes: which subports it has, and to have some more or fewer. */
final class TrunkRoutes {

    private final TrunkKind kind;
    private final Networking networking;
    private final RequestReader reader;

    TrunkRoutes(TrunkKind kind, Networking networking, RequestReader reader) {
        this.kind = kind;
        this.networking = networking;
        this.reader = reader;
    }

    void addTo(SecuredRoutes routes) {
        String trunk = "/" + kind.plural() + "/{id}";
        routes.put(trunk + "/add_subports", this::add);
        routes.put(trunk + "/remove_subports", this::remove);
        routes.get(trunk + "/get_subports", this::subports);
    }

    private void add(Context ctx, Requester by) {
        Body body = body(ctx);
        change(
                ctx,
                by,
                new TenantCommand.AddSubports(
                        id(ctx), SubportBody.requests(body).orElseThrow(TrunkRoutes::missing)));
    }

    private void remove(Context ctx, Requester by) {
        Body body = body(ctx);
        change(
                ctx,
                by,
                new TenantCommand.RemoveSubports(
                        id(ctx), SubportBody.ports(body).orElseThrow(TrunkRoutes::missing)));
    }

    private void subports(Context ctx, Requester by) {
        TenantTrunk trunk = kind.named(ctx, by, networking.tenancy().state());
        ctx.json(Map.of(SubportBody.SUBPORTS, SubportBody.shown(trunk)));
    }

    /** Answers with the trunk alone, not as a member of an object, as clients expect here. */
    private void change(Context ctx, Requester by, TenantCommand command) {
        TenantTrunk trunk =
                kind.made(networking.changes(by, command).getFirst()).orElseThrow();
        ctx.json(Representation.of(kind.attributes(), trunk, networking.shown(by), List.of()));
    }

    private Body body(Context ctx) {
        return Body.members(kind.singular(), reader.object(ctx), Set.of(SubportBody.SUBPORTS));
    }

    private static ApiError missing() {
        return ApiError.badRequest("Unable to find '" + SubportBody.SUBPORTS + "' in request body");
    }

    private TrunkId id(Context ctx) {
        return new TrunkId(kind.id(ctx));
    }
}
