package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may be asked of security groups, and what comes of it. */
final class SecurityGroupRules {

    private final QuotaRules quotas;

    SecurityGroupRules(QuotaRules quotas) {
        this.quotas = quotas;
    }

    List<TenantChange> create(Request request, SecurityGroupDraft draft) {
        checkName(draft.name());
        ProjectId owner = request.owner(draft.project());
        SecurityGroup group = new SecurityGroup(
                draft.id(), owner, draft.name(), StandardAttributes.fresh(draft.description(), request.now()));
        List<TenantChange> changes = new ArrayList<>(DefaultGroup.missing(request, owner));
        changes.addAll(FirstRules.with(request.after(changes), group));
        quotas.check(request.after(changes).state(), owner, ResourceType.SECURITY_RULE);
        return changes;
    }

    static List<TenantChange> update(Request request, TenantCommand.UpdateSecurityGroup command) {
        SecurityGroup before = theirs(request, command.id(), "update_security_group");
        request.check(before, command.expected());
        PolicyRules.checkByHand(before);
        Optional<String> name = command.patch().name();
        if (name.isPresent() && before.isDefault()) {
            throw TenantRefusal.conflict(
                    "SecurityGroupCannotUpdateDefault", "Updating default security group not allowed.");
        }
        name.ifPresent(SecurityGroupRules::checkName);
        StandardAttributes standard = before.standard()
                .describedAs(
                        command.patch().description().orElse(before.standard().description()))
                .changed(request.now());
        return List.of(new TenantChange.Put(
                new SecurityGroup(before.id(), before.project(), name.orElse(before.name()), standard)));
    }

    /** Removes a group with its rules, and the rules of others that name it. */
    static List<TenantChange> delete(Request request, TenantCommand.DeleteSecurityGroup command) {
        SecurityGroup group = theirs(request, command.id(), "delete_security_group");
        request.check(group, command.expected());
        if (!request.state().membersOf(group.id()).isEmpty()) {
            throw TenantRefusal.conflict("SecurityGroupInUse", "Security Group " + group.id() + " in use.");
        }
        if (group.isDefault() && !request.by().isAdmin()) {
            throw TenantRefusal.conflict(
                    "SecurityGroupCannotRemoveDefault", "Insufficient rights for removing default security group.");
        }
        PolicyRules.checkByHand(group);
        return removal(request, group);
    }

    /** What removes a group that no port is in, with its rules and those that name it. */
    static List<TenantChange> removal(Request request, SecurityGroup group) {
        List<TenantChange> changes = new ArrayList<>();
        for (SecurityGroupId naming : request.state().groupsNaming(group.id())) {
            if (!naming.equals(group.id())) {
                changes.addAll(withoutRulesNaming(request, naming, group.id()));
            }
        }
        request.state().rulesOf(group.id()).forEach(rule -> changes.add(new TenantChange.Removed(rule)));
        changes.add(new TenantChange.Removed(group));
        return changes;
    }

    /** The group, if it is of whoever asks. */
    static SecurityGroup theirs(Request request, SecurityGroupId id, String rule) {
        return request.theirs(request.state().securityGroups().find(id), () -> TenantRefusal.noGroup(id), rule);
    }

    /** Whether the group exists as far as whoever asks is concerned. */
    static boolean isSeen(Request request, SecurityGroupId id) {
        return request.state()
                .securityGroups()
                .find(id)
                .filter(group -> request.by().sees(group, request.state()))
                .isPresent();
    }

    /** That the rules of a group are others than before counts as a change of the group. */
    static TenantChange touched(Request request, SecurityGroup group) {
        return new TenantChange.Put(group.withStandard(group.standard().changed(request.now())));
    }

    private static List<TenantChange> withoutRulesNaming(Request request, SecurityGroupId of, SecurityGroupId named) {
        TenantState state = request.state();
        List<TenantChange> changes = new ArrayList<>();
        for (SecurityRule rule : state.rulesOf(of)) {
            if (rule.peer().equals(Optional.of(new SecurityRule.Peer.Group(named)))) {
                changes.add(new TenantChange.Removed(rule));
            }
        }
        changes.add(touched(request, state.securityGroups().find(of).orElseThrow()));
        return changes;
    }

    private static void checkName(String name) {
        if (name.equalsIgnoreCase(SecurityGroup.DEFAULT)) {
            throw TenantRefusal.conflict("SecurityGroupDefaultAlreadyExists", "Default security group already exists.");
        }
    }
}
