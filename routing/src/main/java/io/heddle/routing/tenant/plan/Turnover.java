package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.SecurityGroupId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The guarded ports of one server that are not what they were, or where they were; gathered network by network.
 *
 * @param removed as they were
 * @param added as they are
 */
record Turnover(List<Member> removed, List<Member> added) {

    Turnover() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    /** Notes who is there of one network, and who was. */
    void note(List<Member> before, List<Member> after) {
        collect(before, after, removed);
        collect(after, before, added);
    }

    int size() {
        return removed.size() + added.size();
    }

    /** Whether a port was in one of these groups that is not there, or not as it was. */
    boolean isOf(Set<SecurityGroupId> groups) {
        return removed.stream()
                .flatMap(member -> member.port().securityGroups().stream())
                .anyMatch(group -> groups.contains(group));
    }

    private static void collect(List<Member> some, List<Member> others, List<Member> found) {
        Map<PortId, Member> known = new HashMap<>();
        others.forEach(other -> known.put(other.port().id(), other));
        some.stream()
                .filter(member -> member.port().portSecurity())
                .filter(member -> !member.equals(known.get(member.port().id())))
                .forEach(found::add);
    }
}
