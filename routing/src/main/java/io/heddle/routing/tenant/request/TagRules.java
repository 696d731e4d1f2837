package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ResourceId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantResource;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What may be asked of tags, and what comes of it. */
final class TagRules {

    private static final int TAGS_AT_MOST = 50;

    private TagRules() {}

    static List<TenantChange> replace(Request request, ResourceId id, SortedSet<String> tags) {
        return tagged(request, resource(request, id), tags);
    }

    static List<TenantChange> add(Request request, ResourceId id, String tag) {
        TenantResource resource = resource(request, id);
        SortedSet<String> tags = new TreeSet<>(resource.standard().tags());
        return tags.add(tag) ? tagged(request, resource, tags) : List.of();
    }

    static List<TenantChange> remove(Request request, ResourceId id, String tag) {
        TenantResource resource = resource(request, id);
        SortedSet<String> tags = new TreeSet<>(resource.standard().tags());
        if (!tags.remove(tag)) {
            throw TenantRefusal.notFound("Tag", tag);
        }
        return tagged(request, resource, tags);
    }

    private static TenantResource resource(Request request, ResourceId id) {
        TenantResource resource = request.theirs(
                request.state().resource(id).map(TenantResource.class::cast),
                ResourceType.of(id).title(),
                id.value(),
                "update_tags");
        if (resource instanceof SecurityGroup group) {
            PolicyRules.checkByHand(group);
        }
        return resource;
    }

    private static List<TenantChange> tagged(Request request, TenantResource resource, SortedSet<String> tags) {
        if (tags.size() > TAGS_AT_MOST) {
            throw TenantRefusal.invalid("a resource has at most " + TAGS_AT_MOST + " tags");
        }
        StandardAttributes standard = resource.standard().tagged(tags).changed(request.now());
        return List.of(new TenantChange.Put(resource.withStandard(standard)));
    }
}
