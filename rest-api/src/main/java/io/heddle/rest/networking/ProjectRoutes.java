package io.heddle.rest.networking;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.request.Requester;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The projects, as clients look them up in the Identity API v3 beside the networking endpoint ({@code openstack network create --project
 * demo}, {@code openstack quota set --networks 7 demo}). A project is its name: whoever may use one finds it, whether it has anything or
 * not. Nothing else of that API is here.
 */
final class ProjectRoutes {

    /** Under the endpoint that clients are given, not under a version of the Networking API. */
    static final String ROOT = "/networking/projects";

    private final Tenancy tenancy;
    private final Authentication authentication;

    ProjectRoutes(Tenancy tenancy, Authentication authentication) {
        this.tenancy = tenancy;
        this.authentication = authentication;
    }

    void addTo(RoutesConfig routes) {
        routes.get(ROOT, ctx -> list(ctx, authentication.requester(ctx)));
        routes.get(ROOT + "/{project}", ctx -> show(ctx, authentication.requester(ctx)));
    }

    private void list(Context ctx, Requester by) {
        String name = ctx.queryParam("name");
        List<Map<String, Object>> projects = (name == null ? known(by).stream() : seen(name, by).stream())
                .map(ProjectRoutes::members)
                .toList();
        ctx.json(Map.of("projects", projects, "links", Map.of()));
    }

    private void show(Context ctx, Requester by) {
        String name = ctx.pathParam("project");
        ProjectId project = seen(name, by)
                .orElseThrow(() ->
                        new ApiError(404, "ProjectNotFound", "Could not find project: " + Body.shortened(name) + "."));
        ctx.json(Map.of("project", members(project)));
    }

    /** The requester's own, and for administrators all that have anything. */
    private SortedSet<ProjectId> known(Requester by) {
        SortedSet<ProjectId> projects = new TreeSet<>();
        if (by.isAdmin()) {
            projects.addAll(tenancy.state().projects());
        }
        projects.add(by.project());
        return projects;
    }

    private static Optional<ProjectId> seen(String name, Requester by) {
        try {
            return Optional.of(new ProjectId(name)).filter(by::owns);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> members(ProjectId project) {
        return Map.of(
                "id",
                project.value(),
                "name",
                project.value(),
                "enabled",
                true,
                "domain_id",
                "default",
                "links",
                Map.of());
    }
}
