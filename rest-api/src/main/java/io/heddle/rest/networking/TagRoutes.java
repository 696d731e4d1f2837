package io.heddle.rest.networking;

import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The tags of resources of one kind. */
final class TagRoutes<R extends TenantResource> {

    private static final int TAG_AT_MOST = 255;

    private final ResourceKind<R> kind;
    private final Networking networking;
    private final RequestReader reader;

    TagRoutes(ResourceKind<R> kind, Networking networking, RequestReader reader) {
        this.kind = kind;
        this.networking = networking;
        this.reader = reader;
    }

    void addTo(SecuredRoutes routes) {
        String tags = "/" + kind.path() + "/{id}/tags";
        routes.get(tags, (ctx, by) -> write(ctx, resource(ctx, by)));
        routes.put(tags, this::replace);
        routes.delete(tags, (ctx, by) -> {
            networking.ask(by, new TenantCommand.ReplaceTags(resource(ctx, by).id(), new TreeSet<>()));
            ctx.status(204);
        });
        routes.get(tags + "/{tag}", this::check);
        routes.put(tags + "/{tag}", (ctx, by) -> {
            String tag = checked(ctx.pathParam("tag"));
            networking.ask(by, new TenantCommand.AddTag(resource(ctx, by).id(), tag));
            ctx.status(201);
        });
        routes.delete(tags + "/{tag}", (ctx, by) -> {
            networking.ask(by, new TenantCommand.RemoveTag(resource(ctx, by).id(), ctx.pathParam("tag")));
            ctx.status(204);
        });
    }

    private void replace(Context ctx, Requester by) {
        R resource = resource(ctx, by);
        JsonNode object = reader.object(ctx);
        List<JsonNode> items = new Body(object)
                .list("tags")
                .orElseThrow(() -> ApiError.badRequest("Unable to find 'tags' in request body"));
        SortedSet<String> tags = new TreeSet<>();
        items.forEach(item -> tags.add(checked(Body.text("tags", item, TAG_AT_MOST))));
        networking.ask(by, new TenantCommand.ReplaceTags(resource.id(), tags));
        write(ctx, resource(ctx, by));
    }

    private void check(Context ctx, Requester by) {
        String tag = ctx.pathParam("tag");
        if (!resource(ctx, by).standard().tags().contains(tag)) {
            throw new ApiError(404, "TagNotFound", "Tag " + Body.shortened(tag) + " could not be found.");
        }
        ctx.status(204);
    }

    private static void write(Context ctx, TenantResource resource) {
        ctx.json(Map.of("tags", List.copyOf(resource.standard().tags())));
    }

    /** A tag that can be asked for again: a comma separates tags in a filter. */
    private static String checked(String tag) {
        if (tag.isBlank() || tag.length() > TAG_AT_MOST || tag.contains(",") || tag.contains("/")) {
            throw ApiError.invalid("tags", "'" + Body.shortened(tag) + "' is not a valid tag");
        }
        return tag;
    }

    private R resource(Context ctx, Requester by) {
        return kind.named(ctx, by, networking.tenancy().state());
    }
}
