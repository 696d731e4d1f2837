package io.heddle.rest.networking;

import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** List, show, create, update and delete, for one kind of resource. */
final class ResourceRoutes<R extends TenantResource> {

    private final ResourceKind<R> kind;
    private final Networking networking;
    private final RequestReader reader;

    ResourceRoutes(ResourceKind<R> kind, Networking networking, RequestReader reader) {
        this.kind = kind;
        this.networking = networking;
        this.reader = reader;
    }

    void addTo(SecuredRoutes routes) {
        String collection = "/" + kind.path();
        routes.get(collection, this::list);
        routes.post(collection, this::create);
        routes.get(collection + "/{id}", this::show);
        routes.put(collection + "/{id}", this::update);
        routes.delete(collection + "/{id}", this::delete);
    }

    private void list(Context ctx, Requester by) {
        kind.dueBeforeList(networking.tenancy().state(), by).ifPresent(command -> networking.ask(by, command));
        Shown shown = networking.shown(by);
        write(ctx, kind, new ListQuery<>(kind, ctx.queryParamMap()).answer(shown), shown);
    }

    /** Answers with a part of a list, and where other parts are. */
    static <T> void write(Context ctx, Listed<T> kind, ListQuery.Page<T> page, Shown shown) {
        List<Attribute<T>> attributes = kind.attributes();
        List<String> fields = ctx.queryParams("fields");
        List<Map<String, @Nullable Object>> items = page.items().stream()
                .map(one -> Representation.of(attributes, one, shown, fields))
                .toList();
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put(kind.plural(), items);
        List<Map<String, String>> links = links(ctx, page.links());
        if (!links.isEmpty()) {
            reply.put(kind.plural() + "_links", links);
        }
        ctx.json(reply);
    }

    private void show(Context ctx, Requester by) {
        Shown shown = networking.shown(by);
        R resource = kind.named(ctx, by, shown.state());
        ctx.json(Map.of(
                kind.singular(), Representation.of(kind.attributes(), resource, shown, ctx.queryParams("fields"))));
    }

    private void create(Context ctx, Requester by) {
        JsonNode body = reader.object(ctx);
        List<Body> bodies = RequestReader.several(body, kind);
        bodies.forEach(each -> RequestReader.checkNew(each, kind, by));
        Set<UUID> ids = new HashSet<>();
        TenantCommand command = kind.create(bodies, () -> newId(ids));
        List<R> made = new ArrayList<>();
        for (TenantChange change : networking.changes(by, command)) {
            kind.made(change)
                    .filter(resource -> ids.contains(resource.id().value()))
                    .ifPresent(made::add);
        }
        Shown shown = networking.shown(by);
        List<Attribute<R>> attributes = kind.attributes();
        List<Map<String, @Nullable Object>> items = made.stream()
                .map(resource -> Representation.of(attributes, resource, shown, List.of()))
                .toList();
        ctx.status(201);
        ctx.json(body.has(kind.singular()) ? Map.of(kind.singular(), items.getFirst()) : Map.of(kind.plural(), items));
    }

    private UUID newId(Set<UUID> ids) {
        UUID id = networking.tenancy().newId();
        ids.add(id);
        return id;
    }

    private void update(Context ctx, Requester by) {
        UUID id = kind.id(ctx);
        Body body = RequestReader.one(reader.object(ctx), kind.singular());
        R before = kind.named(ctx, by, networking.tenancy().state());
        RequestReader.checkChange(body, kind, by);
        Optional<Long> expected = RequestReader.expectedRevision(ctx);
        R after = before;
        for (TenantChange change : networking.changes(by, kind.update(id, body, expected))) {
            after = kind.made(change).orElse(after);
        }
        ctx.json(Map.of(kind.singular(), Representation.of(kind.attributes(), after, networking.shown(by), List.of())));
    }

    private void delete(Context ctx, Requester by) {
        networking.ask(by, kind.deletion(ctx));
        ctx.status(204);
    }

    private static List<Map<String, String>> links(Context ctx, Map<String, Map<String, List<String>>> parts) {
        List<Map<String, String>> links = new ArrayList<>();
        parts.forEach((relation, parameters) -> {
            Map<String, String> link = new LinkedHashMap<>();
            link.put("rel", relation);
            link.put("href", ctx.url() + "?" + query(parameters));
            links.add(link);
        });
        return links;
    }

    private static String query(Map<String, List<String>> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, values) -> values.forEach(value -> pairs.add(encoded(name) + "=" + encoded(value))));
        return String.join("&", pairs);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
