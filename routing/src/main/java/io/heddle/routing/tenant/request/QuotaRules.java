package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import java.util.List;

/** How much a project may have. */
final class QuotaRules {

    private final Quota usual;

    QuotaRules(Quota usual) {
        this.usual = usual;
    }

    Quota of(TenantState state, ProjectId project) {
        return state.quotas().getOrDefault(project, usual);
    }

    List<TenantChange> set(Request request, TenantCommand.SetQuota command) {
        onlyForAdministrators(request, "update_quota");
        Quota before = of(request.state(), command.project());
        Quota after = before.with(command.limits());
        return List.of(new TenantChange.QuotaPut(command.project(), after));
    }

    List<TenantChange> reset(Request request, ProjectId project) {
        onlyForAdministrators(request, "delete_quota");
        if (!request.state().quotas().containsKey(project)) {
            throw TenantRefusal.of(
                    TenantRefusal.Kind.NOT_FOUND,
                    "TenantQuotaNotFound",
                    "Quota for tenant " + project + " could not be found.");
        }
        return List.of(new TenantChange.QuotaRemoved(project));
    }

    /** Refuses a state in which the project has more than it may. */
    void check(TenantState state, ProjectId project, ResourceType type) {
        int limit = of(state, project).limit(type);
        if (limit >= 0 && state.usage(project, type) > limit) {
            throw TenantRefusal.conflict("OverQuota", "Quota exceeded for resources: ['" + type.apiName() + "'].");
        }
    }

    private static void onlyForAdministrators(Request request, String rule) {
        if (!request.by().isAdmin()) {
            throw TenantRefusal.forbidden(rule);
        }
    }
}
