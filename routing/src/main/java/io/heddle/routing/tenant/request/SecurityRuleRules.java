package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What may be asked of the rules of security groups, and what comes of it. */
final class SecurityRuleRules {

    private SecurityRuleRules() {}

    /** Refuses what cannot be asked for at once: rules of several groups, and the same rule twice. */
    static List<SecurityRuleDraft> together(List<SecurityRuleDraft> drafts) {
        if (drafts.stream().map(SecurityRuleDraft::group).distinct().count() > 1) {
            throw TenantRefusal.badRequest(
                    "SecurityGroupNotSingleGroupRules",
                    "Only allowed to update rules for one security profile at a time");
        }
        Set<Permission> asked = new HashSet<>();
        for (SecurityRuleDraft draft : drafts) {
            if (!asked.add(Permission.asked(draft))) {
                throw TenantRefusal.conflict(
                        "DuplicateSecurityGroupRuleInPost", "Duplicate Security Group Rule in POST.");
            }
        }
        return drafts;
    }

    static List<TenantChange> create(Request request, SecurityRuleDraft draft) {
        SecurityGroup group = SecurityGroupRules.theirs(request, draft.group(), "create_security_group_rule");
        PolicyRules.checkByHand(group);
        checkOwner(request, draft.project(), group);
        draft.remoteGroup()
                .filter(named -> !SecurityGroupRules.isSeen(request, named))
                .ifPresent(named -> {
                    throw TenantRefusal.noGroup(named);
                });
        draft.remoteAddresses()
                .filter(named -> !AddressGroupRules.isSeen(request, named))
                .ifPresent(named -> {
                    throw TenantRefusal.noAddressGroup(named);
                });
        Permission permission = Permission.asked(draft);
        for (SecurityRule other : request.state().rulesOf(group.id())) {
            if (Permission.of(other).equals(permission)) {
                throw TenantRefusal.conflict(
                        "SecurityGroupRuleExists",
                        "Security group rule already exists. Rule id is " + other.id() + ".");
            }
        }
        SecurityRule rule = new SecurityRule(
                draft.id(),
                group.id(),
                group.project(),
                draft.direction(),
                draft.version(),
                permission.protocol(),
                permission.ports(),
                Permission.peer(draft),
                number(request.state()),
                StandardAttributes.fresh(draft.description(), request.now()));
        return List.of(new TenantChange.Put(rule), SecurityGroupRules.touched(request, group));
    }

    static List<TenantChange> delete(Request request, TenantCommand.DeleteSecurityRule command) {
        SecurityRule rule = request.theirs(
                request.state().securityRules().find(command.id()),
                () -> TenantRefusal.noRule(command.id()),
                "delete_security_group_rule");
        request.check(rule, command.expected());
        SecurityGroup group =
                request.state().securityGroups().find(rule.group()).orElseThrow();
        PolicyRules.checkByHand(group);
        return List.of(new TenantChange.Removed(rule), SecurityGroupRules.touched(request, group));
    }

    /** The lowest number that no rule has. */
    static int number(TenantState state) {
        return LowestFree.in(state.securityRuleNumbers());
    }

    private static void checkOwner(Request request, Optional<ProjectId> asked, SecurityGroup group) {
        if (asked.isPresent() && !request.owner(asked).equals(group.project())) {
            throw TenantRefusal.invalid("a rule of security group " + group.id() + " belongs to project "
                    + group.project() + " as the group does");
        }
    }
}
