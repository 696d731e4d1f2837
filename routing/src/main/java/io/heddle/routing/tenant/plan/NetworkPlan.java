package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.routing.tenant.PortId;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One network's share of a plan.
 *
 * @param slices the network's rules on each server that hosts it, or from which routers send onto it
 * @param members the ports that carry frames, by server
 * @param hosts the servers that host it, with all that decides how they are reached
 * @param locations where its ports are
 * @param troubles why some do not work
 * @param interfaces those that the fabric itself has to know
 */
record NetworkPlan(
        SortedMap<DatapathId, Slice> slices,
        SortedMap<DatapathId, List<Member>> members,
        SortedMap<DatapathId, Ways> hosts,
        SortedMap<PortId, ConnectPoint> locations,
        SortedMap<PortId, String> troubles,
        TenantInterfaces interfaces) {

    static final NetworkPlan NOTHING = new NetworkPlan(
            new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), TenantInterfaces.NONE);

    /** Whether there is nothing of it anywhere. */
    boolean isNothing() {
        return slices.isEmpty() && locations.isEmpty() && troubles.isEmpty();
    }

    /** Its ports on one server that carry frames. */
    List<Member> members(DatapathId bridge) {
        return members.getOrDefault(bridge, List.of());
    }
}
