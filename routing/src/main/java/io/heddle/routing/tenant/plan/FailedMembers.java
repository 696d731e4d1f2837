package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.topology.sorted.PersistentMap;
import java.util.UUID;

/**
 * The members of load balancers that were asked whether they work, and do not.
 *
 * @param balancers of which load balancer each such member is
 */
public record FailedMembers(PersistentMap<UUID, LoadBalancerId> balancers) {

    /** All members work, as far as is known. */
    public static final FailedMembers NONE = new FailedMembers(PersistentMap.empty());

    /** Whether the member does not work. */
    public boolean contains(UUID member) {
        return balancers.containsKey(member);
    }
}
