package io.heddle.routing.tenant.policy;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.TenantState;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that a project allows its ports that are named in it. What no line allows is not; to ports that are not named it says nothing.
 *
 * @param groups sets of ports by a name, each port by its identifier or, if no other port of the project has it, its name
 * @param allow what is allowed
 */
public record PolicyStatement(SortedMap<String, SortedSet<String>> groups, List<PolicyLine> allow) {

    public PolicyStatement {
        SortedMap<String, SortedSet<String>> copied = new TreeMap<>();
        groups.forEach((name, ports) -> copied.put(name, Collections.unmodifiableSortedSet(new TreeSet<>(ports))));
        groups = Collections.unmodifiableSortedMap(copied);
        allow = List.copyOf(allow);
    }

    /** What is in force of a project, with every set that the statement named, a lone port being one; empty if it has no policy. */
    public static Optional<PolicyStatement> of(TenantState state, ProjectId project) {
        SortedMap<String, SortedSet<String>> groups = new TreeMap<>();
        SortedMap<Integer, PolicyLine> lines = new TreeMap<>();
        for (SecurityGroup group : state.groupsOf(project)) {
            ManagedGroup.nameOf(group).ifPresent(name -> {
                SortedSet<String> members = new TreeSet<>();
                state.membersOf(group.id())
                        .forEach(port -> members.add(port.id().toString()));
                groups.put(name, members);
                for (SecurityRule rule : state.rulesOf(group.id())) {
                    PolicyLine.read(rule.standard().description())
                            .ifPresent(line -> lines.put(line.number(), line.line()));
                }
            });
        }
        return groups.isEmpty()
                ? Optional.empty()
                : Optional.of(new PolicyStatement(groups, List.copyOf(lines.values())));
    }
}
