package io.heddle.routing.tenant.policy;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.TenantState;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The security groups that are a policy's own, told by their identifiers: these are made of the project and the set that a group is. */
public final class ManagedGroup {

    /** The tag of such a group. */
    public static final String TAG = "heddle-policy";

    /** Describes such a group. */
    public static final String DESCRIPTION = "Of the project's policy, which alone changes it (/api/v1/projects).";

    private static final String PREFIX = "policy:";

    private ManagedGroup() {}

    /** The identifier of the group for a set of ports of a project's policy. */
    public static SecurityGroupId id(ProjectId project, String set) {
        String name = "policy of " + project + " about " + set;
        return new SecurityGroupId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** What the group for a set is called. */
    public static String groupName(String set) {
        return PREFIX + set;
    }

    /** The set that a group is for; empty if the group is no policy's. */
    public static Optional<String> nameOf(SecurityGroup group) {
        return Optional.of(group.name())
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .filter(set -> id(group.project(), set).equals(group.id()));
    }

    /** Whether a group is a policy's. */
    public static boolean isManaged(SecurityGroup group) {
        return nameOf(group).isPresent();
    }

    /** The line of a policy that a rule is there for, in words; empty if the rule is no policy's. */
    public static Optional<String> lineOf(SecurityRule rule, TenantState state) {
        return state.securityGroups()
                .find(rule.group())
                .filter(ManagedGroup::isManaged)
                .map(group -> rule.standard().description());
    }
}
