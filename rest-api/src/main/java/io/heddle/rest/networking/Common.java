package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.TenantResource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The attributes that every resource has. */
final class Common {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private Common() {}

    static <R extends TenantResource> List<Attribute<R>> attributes() {
        List<Attribute<R>> all = new ArrayList<>();
        all.add(Attribute.of("id", (resource, shown) -> resource.id().value().toString()));
        all.add(Attribute.of(
                "tenant_id", (resource, shown) -> resource.project().value(), POST));
        all.add(Attribute.of(
                "project_id", (resource, shown) -> resource.project().value(), POST));
        all.add(Attribute.of(
                "description", (resource, shown) -> resource.standard().description(), POST, PUT));
        all.add(Attribute.of(
                "tags", (resource, shown) -> List.copyOf(resource.standard().tags()), COMPOUND));
        all.add(Attribute.of(
                "revision_number", (resource, shown) -> resource.standard().revision()));
        all.add(Attribute.of(
                "created_at", (resource, shown) -> time(resource.standard().created())));
        all.add(Attribute.of(
                "updated_at", (resource, shown) -> time(resource.standard().updated())));
        return all;
    }

    /** Who is to own what is made; {@code project_id} and {@code tenant_id} are the same. */
    static Optional<ProjectId> project(Body body) {
        Optional<String> project = body.text("project_id", 255);
        Optional<String> tenant = body.text("tenant_id", 255);
        if (project.isPresent() && tenant.isPresent() && !project.equals(tenant)) {
            throw ApiError.badRequest("'project_id' and 'tenant_id' do not match");
        }
        return project.or(() -> tenant).map(name -> body.read("project_id", name, ProjectId::new));
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
