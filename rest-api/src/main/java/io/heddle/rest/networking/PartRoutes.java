package io.heddle.rest.networking;

import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.Requester;
import io.javalin.http.Context;
import java.util.Map;
import java.util.UUID;

/** List, show, create, update and delete, for one kind of what belongs to load balancers. */
final class PartRoutes<P> {

    private final PartKind<P> kind;
    private final Networking networking;
    private final RequestReader reader;

    PartRoutes(PartKind<P> kind, Networking networking, RequestReader reader) {
        this.kind = kind;
        this.networking = networking;
        this.reader = reader;
    }

    void addTo(SecuredRoutes routes) {
        String collection = "/" + kind.path();
        routes.get(collection, this::list);
        routes.post(collection, this::create);
        routes.get(collection + "/{id}", (ctx, by) -> write(ctx, named(ctx, by), by));
        routes.put(collection + "/{id}", this::update);
        routes.delete(collection + "/{id}", (ctx, by) -> {
            networking.ask(by, kind.delete(named(ctx, by)));
            ctx.status(204);
        });
    }

    private void list(Context ctx, Requester by) {
        Shown shown = networking.shown(by);
        ListQuery.Page<Part<P>> page =
                new ListQuery<>(kind, ctx.queryParamMap()).answer(shown, part -> kind.isWithin(part, ctx));
        ResourceRoutes.write(ctx, kind, page, shown);
    }

    private void create(Context ctx, Requester by) {
        Body body = RequestReader.one(reader.object(ctx), kind.singular());
        RequestReader.checkNew(body, kind, by);
        UUID id = networking.tenancy().newId();
        TenantState state = networking.tenancy().state();
        networking.ask(
                by,
                kind.create(new PartKind.Asked(
                        id, body, ctx, state, networking.clock().instant())));
        ctx.status(201);
        write(ctx, kind.find(networking.tenancy().state(), id).orElseThrow(() -> kind.missing(id)), by);
    }

    private void update(Context ctx, Requester by) {
        Part<P> before = named(ctx, by);
        Body body = RequestReader.one(reader.object(ctx), kind.singular());
        RequestReader.checkChange(body, kind, by);
        networking.ask(by, kind.update(before, body, networking.clock().instant()));
        write(ctx, named(ctx, by), by);
    }

    private void write(Context ctx, Part<P> part, Requester by) {
        ctx.json(Map.of(
                kind.singular(),
                Representation.of(kind.attributes(), part, networking.shown(by), ctx.queryParams("fields"))));
    }

    private Part<P> named(Context ctx, Requester by) {
        TenantState state = networking.tenancy().state();
        String text = ctx.pathParam("id");
        return Body.uuid(text)
                .flatMap(id -> kind.find(state, id))
                .filter(part -> kind.isSeen(part, by, state) && kind.isWithin(part, ctx))
                .orElseThrow(() -> kind.missing(Body.shortened(text)));
    }
}
