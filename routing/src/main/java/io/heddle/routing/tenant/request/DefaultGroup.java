package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import java.util.List;

/** The security group that every project has: made when it is first needed, whatever the project's quota. */
final class DefaultGroup {

    private static final String DESCRIPTION = "Default security group";

    private DefaultGroup() {}

    /** What makes the group of a project that has none yet. */
    static List<TenantChange> missing(Request request, ProjectId project) {
        SecurityGroupId id = SecurityGroupId.ofDefault(project);
        if (request.state().securityGroups().containsKey(id)) {
            return List.of();
        }
        StandardAttributes standard = StandardAttributes.fresh(DESCRIPTION, request.now());
        return FirstRules.with(request, new SecurityGroup(id, project, SecurityGroup.DEFAULT, standard));
    }
}
