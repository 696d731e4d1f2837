package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.QosPolicyId;
import io.heddle.routing.tenant.QosRule;
import io.heddle.routing.tenant.QosRule.BandwidthLimit;
import io.heddle.routing.tenant.QosRule.DscpMarking;
import io.heddle.routing.tenant.ResourceId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What may be asked of quality of service policies and their rules, and what comes of it. Only an administrator makes and changes them; what
 * may be limited by which is everybody's own business.
 */
final class QosPolicyRules {

    private QosPolicyRules() {}

    static List<TenantChange> create(Request request, QosPolicyDraft draft) {
        checkAdmin(request, "create_policy");
        return List.of(new TenantChange.Put(new QosPolicy(
                draft.id(),
                request.owner(draft.project()),
                draft.name(),
                draft.shared(),
                List.of(),
                StandardAttributes.fresh(draft.description(), request.now()))));
    }

    static List<TenantChange> update(Request request, TenantCommand.UpdateQosPolicy command) {
        QosPolicy before = changeable(request, command.id(), "update_policy");
        request.check(before, command.expected());
        QosPolicyPatch patch = command.patch();
        boolean shared = patch.shared().orElse(before.shared());
        if (before.shared() && !shared) {
            checkUsedByOwner(request.state(), before);
        }
        StandardAttributes standard = before.standard()
                .describedAs(patch.description().orElse(before.standard().description()))
                .changed(request.now());
        return List.of(new TenantChange.Put(new QosPolicy(
                before.id(), before.project(), patch.name().orElse(before.name()), shared, before.rules(), standard)));
    }

    static List<TenantChange> delete(Request request, TenantCommand.DeleteQosPolicy command) {
        QosPolicy policy = changeable(request, command.id(), "delete_policy");
        request.check(policy, command.expected());
        List<ResourceId> users = request.state().usersOf(policy.id());
        if (!users.isEmpty()) {
            ResourceId user = users.getFirst();
            throw TenantRefusal.conflict(
                    "QosPolicyInUse",
                    "QoS Policy " + policy.id() + " is used by "
                            + ResourceType.of(user).apiName() + " " + user.value() + ".");
        }
        return List.of(new TenantChange.Removed(policy));
    }

    static List<TenantChange> add(Request request, TenantCommand.AddQosRule command) {
        QosPolicy policy = changeable(request, command.policy(), "create_policy_" + type(command.rule()) + "_rule");
        List<QosRule> rules = new ArrayList<>(policy.rules());
        rules.add(command.rule());
        return changed(request, policy, checked(policy, rules, command.rule()));
    }

    static List<TenantChange> change(Request request, TenantCommand.ChangeQosRule command) {
        QosRule rule = command.rule();
        QosPolicy policy = changeable(request, command.policy(), "update_policy_" + type(rule) + "_rule");
        found(policy, rule.id(), type(rule));
        List<QosRule> rules = policy.rules().stream()
                .map(each -> each.id().equals(rule.id()) ? rule : each)
                .toList();
        return changed(request, policy, checked(policy, rules, rule));
    }

    static List<TenantChange> remove(Request request, TenantCommand.RemoveQosRule command) {
        QosPolicy policy = changeable(request, command.policy(), "delete_policy_" + command.type() + "_rule");
        QosRule rule = found(policy, command.rule(), command.type());
        return changed(
                request,
                policy,
                policy.rules().stream().filter(each -> !each.equals(rule)).toList());
    }

    /** The policy that something is to have: refused when whoever asks cannot see it. */
    static Optional<QosPolicyId> chosen(Request request, QosChoice choice) {
        return switch (choice) {
            case QosChoice.None ignored -> Optional.empty();
            case QosChoice.By(QosPolicyId id) ->
                Optional.of(request.state()
                        .qosPolicies()
                        .find(id)
                        .filter(policy -> request.by().sees(policy, request.state()))
                        .orElseThrow(() -> TenantRefusal.noPolicy(id))
                        .id());
        };
    }

    /** The policy that something has after a change which may say nothing about it. */
    static Optional<QosPolicyId> chosen(Request request, Optional<QosChoice> choice, Optional<QosPolicyId> before) {
        Optional<QosPolicyId> after =
                choice.map(asked -> chosen(request, asked)).orElse(before);
        if (!after.equals(before)) {
            before.ifPresent(id -> checkRemovable(request, id));
        }
        return after;
    }

    /** Refuses to take away what an administrator gave that whoever asks cannot even see. */
    private static void checkRemovable(Request request, QosPolicyId id) {
        QosPolicy policy = request.state().qosPolicies().find(id).orElseThrow();
        if (!request.by().sees(policy, request.state())) {
            throw TenantRefusal.of(
                    TenantRefusal.Kind.FORBIDDEN,
                    "PolicyRemoveAuthorizationError",
                    "Failed to remove provided policy " + id + " because you are not authorized.");
        }
    }

    /** How the Networking API calls a rule of that kind. */
    private static String type(QosRule rule) {
        return switch (rule) {
            case BandwidthLimit ignored -> "bandwidth_limit";
            case DscpMarking ignored -> "dscp_marking";
        };
    }

    private static List<QosRule> checked(QosPolicy policy, List<QosRule> rules, QosRule rule) {
        rules.stream()
                .filter(other -> !other.id().equals(rule.id()) && other.subject() == rule.subject())
                .findFirst()
                .ifPresent(other -> {
                    throw TenantRefusal.conflict(
                            "QoSRulesConflict",
                            "Rule " + type(rule) + " conflicts with rule " + other.id()
                                    + " which already exists in QoS Policy " + policy.id() + ".");
                });
        return rules;
    }

    private static QosRule found(QosPolicy policy, UUID id, String type) {
        return policy.rule(id)
                .filter(rule -> type(rule).equals(type))
                .orElseThrow(() -> TenantRefusal.of(
                        TenantRefusal.Kind.NOT_FOUND,
                        "QosRuleNotFound",
                        "QoS rule of type " + type + " with id " + id + " for QoS policy " + policy.id()
                                + " could not be found."));
    }

    private static List<TenantChange> changed(Request request, QosPolicy policy, List<QosRule> rules) {
        return List.of(
                new TenantChange.Put(policy.withRules(rules, policy.standard().changed(request.now()))));
    }

    private static QosPolicy changeable(Request request, QosPolicyId id, String rule) {
        QosPolicy policy =
                request.theirs(request.state().qosPolicies().find(id), () -> TenantRefusal.noPolicy(id), rule);
        checkAdmin(request, rule);
        return policy;
    }

    private static void checkAdmin(Request request, String rule) {
        if (!request.by().isAdmin()) {
            throw TenantRefusal.forbidden(rule);
        }
    }

    /** Refuses to take a policy away from other projects that use it. */
    private static void checkUsedByOwner(TenantState state, QosPolicy policy) {
        for (ResourceId user : state.usersOf(policy.id())) {
            ProjectId owner = state.resource(user).orElseThrow().project();
            if (!owner.equals(policy.project())) {
                throw TenantRefusal.conflict(
                        "RbacPolicyInUse",
                        "QoS Policy " + policy.id() + " must stay shared, as "
                                + ResourceType.of(user).apiName() + " " + user.value()
                                + " of another project uses it.");
            }
        }
    }
}
