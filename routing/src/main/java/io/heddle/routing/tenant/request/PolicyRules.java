package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.policy.ManagedGroup;
import io.heddle.routing.tenant.policy.PolicyStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What may be asked of a project's policy, and what comes of it: the security groups that it stands for are made, changed and removed until
 * they are what it says, and its ports are in these groups and no others. A port that it names no more is in the default group again.
 */
final class PolicyRules {

    private final QuotaRules quotas;

    PolicyRules(QuotaRules quotas) {
        this.quotas = quotas;
    }

    /** Puts {@code command.statement()} into force; whatever is as it says already stays untouched. */
    List<TenantChange> put(Request request, TenantCommand.PutPolicy command) {
        checkProject(request, command.project());
        PolicyPlan plan = PolicyPlan.of(request, command.project(), command.statement());
        Work work = new Work(request, command.project());
        plan.sets().keySet().forEach(work::putGroup);
        work.removeRules(plan);
        plan.rules().forEach(work::putRule);
        work.movePorts(plan);
        work.removeGroups(plan);
        quotas.check(work.now().state(), command.project(), ResourceType.SECURITY_GROUP);
        quotas.check(work.now().state(), command.project(), ResourceType.SECURITY_RULE);
        return work.changes;
    }

    /** Takes the project's policy away. */
    List<TenantChange> delete(Request request, TenantCommand.DeletePolicy command) {
        checkProject(request, command.project());
        if (PolicyStatement.of(request.state(), command.project()).isEmpty()) {
            throw TenantRefusal.notFound("Policy", command.project());
        }
        PolicyStatement nothing = new PolicyStatement(new TreeMap<>(), List.of());
        return put(request, new TenantCommand.PutPolicy(command.project(), nothing));
    }

    private static void checkProject(Request request, ProjectId project) {
        if (!request.by().owns(project)) {
            throw TenantRefusal.notFound("Project", project);
        }
    }

    /** Refuses to change by hand what is a policy's. */
    static void checkByHand(SecurityGroup group) {
        if (ManagedGroup.isManaged(group)) {
            throw TenantRefusal.conflict(
                    "SecurityGroupManagedByPolicy",
                    "Security group " + group.id() + " is of the policy of project " + group.project()
                            + ", which alone changes it: PUT /api/v1/projects/" + group.project() + "/policy.");
        }
    }

    /** Changes while they are gathered, each for the state that those before it leave. */
    private static final class Work {

        private final ProjectId project;
        private final List<TenantChange> changes = new ArrayList<>();
        private final Request[] now;

        Work(Request request, ProjectId project) {
            this.project = project;
            now = new Request[] {request};
        }

        Request now() {
            return now[0];
        }

        private void add(TenantChange change) {
            changes.add(change);
            now[0] = now[0].after(List.of(change));
        }

        void putGroup(String set) {
            SecurityGroupId id = ManagedGroup.id(project, set);
            SortedSet<String> tags = new TreeSet<>(List.of(ManagedGroup.TAG));
            if (!now().state().securityGroups().containsKey(id)) {
                StandardAttributes standard = StandardAttributes.fresh(ManagedGroup.DESCRIPTION, now().now())
                        .tagged(tags);
                add(new TenantChange.Put(new SecurityGroup(id, project, ManagedGroup.groupName(set), standard)));
            }
        }

        private List<SecurityGroup> managed() {
            return now().state().groupsOf(project).stream()
                    .filter(ManagedGroup::isManaged)
                    .toList();
        }

        void removeRules(PolicyPlan plan) {
            Map<SecurityRuleId, String> wanted = new TreeMap<>();
            plan.rules().forEach(rule -> wanted.put(rule.id(), rule.description()));
            for (SecurityGroup group : managed()) {
                for (SecurityRule rule : now().state().rulesOf(group.id())) {
                    if (!rule.standard().description().equals(wanted.get(rule.id()))) {
                        add(new TenantChange.Removed(rule));
                    }
                }
            }
        }

        void putRule(PolicyPlan.Wanted wanted) {
            if (!now().state().securityRules().containsKey(wanted.id())) {
                add(new TenantChange.Put(new SecurityRule(
                        wanted.id(),
                        wanted.group(),
                        project,
                        wanted.permission().direction(),
                        wanted.permission().version(),
                        wanted.permission().protocol(),
                        wanted.permission().ports(),
                        wanted.permission().peer(),
                        SecurityRuleRules.number(now().state()),
                        StandardAttributes.fresh(wanted.description(), now().now()))));
            }
        }

        void movePorts(PolicyPlan plan) {
            SortedMap<PortId, SortedSet<SecurityGroupId>> wanted = new TreeMap<>();
            for (SecurityGroup group : managed()) {
                for (TenantPort port : now().state().membersOf(group.id())) {
                    wanted.put(port.id(), new TreeSet<>(List.of(SecurityGroupId.ofDefault(port.project()))));
                }
            }
            wanted.putAll(plan.memberships());
            wanted.forEach((id, groups) -> {
                TenantPort port = now().state().ports().find(id).orElseThrow();
                if (groups.contains(SecurityGroupId.ofDefault(port.project()))) {
                    DefaultGroup.missing(now(), port.project()).forEach(this::add);
                }
                if (!port.securityGroups().equals(groups)) {
                    add(new TenantChange.Put(
                            port.inGroups(groups, port.standard().changed(now().now()))));
                }
            });
        }

        void removeGroups(PolicyPlan plan) {
            for (SecurityGroup group : managed()) {
                if (!plan.sets().containsKey(ManagedGroup.nameOf(group).orElseThrow())) {
                    SecurityGroupRules.removal(now(), group).forEach(this::add);
                }
            }
        }
    }
}
