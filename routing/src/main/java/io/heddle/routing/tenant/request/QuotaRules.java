package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Quota;
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
        Quota after = new Quota(
                command.networks().orElse(before.networks()),
                command.subnets().orElse(before.subnets()),
                command.ports().orElse(before.ports()));
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
    void check(TenantState state, ProjectId project, String resource) {
        Quota quota = of(state, project);
        TenantState.Usage usage = state.usage(project);
        boolean isOver = switch (resource) {
            case "network" -> isOver(usage.networks(), quota.networks());
            case "subnet" -> isOver(usage.subnets(), quota.subnets());
            default -> isOver(usage.ports(), quota.ports());
        };
        if (isOver) {
            throw TenantRefusal.conflict("OverQuota", "Quota exceeded for resources: ['" + resource + "'].");
        }
    }

    private static boolean isOver(int has, int may) {
        return may >= 0 && has > may;
    }

    private static void onlyForAdministrators(Request request, String rule) {
        if (!request.by().isAdmin()) {
            throw TenantRefusal.forbidden(rule);
        }
    }
}
