package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.TenantPort;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which security groups a port is in: none unless it is guarded, and none if it serves its network. */
final class PortGroups {

    private static final String SERVICE = "network:";

    private PortGroups() {}

    /** Those a new port is in: those asked for, or the group that its project has anyway. */
    static SortedSet<SecurityGroupId> ofNew(Request request, PortDraft draft, ProjectId owner, boolean isGuarded) {
        if (draft.deviceOwner().startsWith(SERVICE)) {
            return Collections.emptySortedSet();
        }
        draft.securityGroups().ifPresent(asked -> check(request, asked, isGuarded));
        return isGuarded
                ? draft.securityGroups().orElseGet(() -> new TreeSet<>(List.of(SecurityGroupId.ofDefault(owner))))
                : Collections.emptySortedSet();
    }

    /** Those a port is in after a change. */
    static SortedSet<SecurityGroupId> ofChanged(Request request, TenantPort before, PortPatch patch) {
        if (patch.deviceOwner().orElse(before.deviceOwner()).startsWith(SERVICE)) {
            return Collections.emptySortedSet();
        }
        boolean isGuarded = patch.portSecurity().orElse(before.portSecurity());
        patch.securityGroups().ifPresent(asked -> check(request, asked, isGuarded));
        return patch.securityGroups().orElse(before.securityGroups());
    }

    /** Refuses a port that is in groups and not guarded. */
    static void check(TenantPort port) {
        if (!port.portSecurity() && !port.securityGroups().isEmpty()) {
            throw TenantRefusal.conflict(
                    "PortSecurityPortHasSecurityGroup",
                    "Port has security group associated. Cannot disable port security or IP address until security"
                            + " group is removed.");
        }
    }

    private static void check(Request request, SortedSet<SecurityGroupId> asked, boolean isGuarded) {
        if (!isGuarded && !asked.isEmpty()) {
            throw TenantRefusal.badRequest(
                    "PortSecurityAndIPRequiredForSecurityGroups",
                    "Port security must be enabled and port must have an IP address in order to use security"
                            + " groups.");
        }
        String missing = asked.stream()
                .filter(id -> !SecurityGroupRules.isSeen(request, id))
                .map(SecurityGroupId::toString)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw TenantRefusal.noGroup(missing);
        }
    }
}
