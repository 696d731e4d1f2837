package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.topology.address.IpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which rules a new security group begins with: its ports may reach anybody; those of a default group also each other. */
final class FirstRules {

    private FirstRules() {}

    /** What makes the group with its first rules; their identifiers are made from the group's. */
    static List<TenantChange> with(Request request, SecurityGroup group) {
        List<TenantChange> changes = new ArrayList<>();
        changes.add(new TenantChange.Put(group));
        for (IpVersion version : IpVersion.values()) {
            if (group.isDefault()) {
                changes.add(rule(request.after(changes), group, Direction.INGRESS, version));
            }
            changes.add(rule(request.after(changes), group, Direction.EGRESS, version));
        }
        return changes;
    }

    private static TenantChange rule(Request request, SecurityGroup group, Direction direction, IpVersion version) {
        String name = "first rule of " + group.id() + " for " + direction + " " + version;
        return new TenantChange.Put(new SecurityRule(
                new SecurityRuleId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
                group.id(),
                group.project(),
                direction,
                version,
                Optional.empty(),
                Optional.empty(),
                direction == Direction.INGRESS
                        ? Optional.of(new SecurityRule.Peer.Group(group.id()))
                        : Optional.empty(),
                SecurityRuleRules.number(request.state()),
                StandardAttributes.fresh("", request.now())));
    }
}
