package io.heddle.rest.networking;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** How much projects may have. */
final class QuotaRoutes {

    private final Networking networking;
    private final RequestReader reader;

    QuotaRoutes(Networking networking, RequestReader reader) {
        this.networking = networking;
        this.reader = reader;
    }

    void addTo(SecuredRoutes routes) {
        routes.get("/quotas", this::list);
        routes.get("/quotas/{project}", this::show);
        routes.get("/quotas/{project}/default", (ctx, by) -> {
            project(ctx, by);
            ctx.json(Map.of("quota", members(networking.tenancy().usualQuota())));
        });
        routes.get("/quotas/{project}/details", this::details);
        routes.put("/quotas/{project}", this::update);
        routes.delete("/quotas/{project}", (ctx, by) -> {
            networking.ask(by, new TenantCommand.ResetQuota(project(ctx, by)));
            ctx.status(204);
        });
    }

    private void list(Context ctx, Requester by) {
        if (!by.isAdmin()) {
            throw adminsOnly();
        }
        List<Map<String, Object>> quotas = new ArrayList<>();
        for (Map.Entry<ProjectId, Quota> entry :
                networking.tenancy().state().quotas().entrySet()) {
            Map<String, Object> quota = members(entry.getValue());
            quota.put("project_id", entry.getKey().value());
            quota.put("tenant_id", entry.getKey().value());
            quotas.add(quota);
        }
        ctx.json(Map.of("quotas", quotas));
    }

    private void show(Context ctx, Requester by) {
        String name = ctx.pathParam("project");
        if (name.equals("tenant") || name.equals("project")) {
            ctx.json(Map.of(name, Map.of(name + "_id", by.project().value())));
        } else {
            ctx.json(Map.of("quota", members(networking.tenancy().quota(project(ctx, by)))));
        }
    }

    private void details(Context ctx, Requester by) {
        ProjectId project = project(ctx, by);
        Quota quota = networking.tenancy().quota(project);
        Map<String, Object> details = new LinkedHashMap<>();
        for (ResourceType type : ResourceType.values()) {
            details.put(
                    type.apiName(),
                    detail(quota.limit(type), networking.tenancy().state().usage(project, type)));
        }
        ctx.json(Map.of("quota", details));
    }

    private void update(Context ctx, Requester by) {
        ProjectId project = project(ctx, by);
        Body body = RequestReader.one(reader.object(ctx), "quota");
        SortedSet<String> unknown = body.names();
        for (ResourceType type : ResourceType.values()) {
            unknown.remove(type.apiName());
        }
        if (!unknown.isEmpty()) {
            throw ApiError.badRequest("Unrecognized attribute(s) '" + Body.shortened(String.join(", ", unknown)) + "'");
        }
        SortedMap<ResourceType, Integer> limits = new TreeMap<>();
        for (ResourceType type : ResourceType.values()) {
            body.number(type.apiName(), -1, Integer.MAX_VALUE).ifPresent(limit -> limits.put(type, limit.intValue()));
        }
        networking.ask(by, new TenantCommand.SetQuota(project, limits));
        ctx.json(Map.of("quota", members(networking.tenancy().quota(project))));
    }

    private static Map<String, Object> members(Quota quota) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (ResourceType type : ResourceType.values()) {
            members.put(type.apiName(), quota.limit(type));
        }
        return members;
    }

    private static Map<String, Object> detail(int limit, int used) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("limit", limit);
        detail.put("used", used);
        detail.put("reserved", 0);
        return detail;
    }

    private static ProjectId project(Context ctx, Requester by) {
        String text = ctx.pathParam("project");
        try {
            ProjectId project = new ProjectId(text);
            if (!by.owns(project)) {
                throw adminsOnly();
            }
            return project;
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest("'" + Body.shortened(text) + "' is not a project");
        }
    }

    private static ApiError adminsOnly() {
        return new ApiError(
                403,
                "AdminRequired",
                "User does not have admin privileges: Non-admin is not authorised to access quotas for another tenant.");
    }
}
