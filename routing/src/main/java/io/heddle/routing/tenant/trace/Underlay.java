package io.heddle.routing.tenant.trace;

import io.heddle.routing.path.PathFinder;
import io.heddle.routing.path.Tracer;
import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.AddressPlan;
import java.util.Map;

/**
 * The fabric between servers at one moment.
 *
 * @param plan what its switches should hold
 * @param topology how they are cabled, and where hosts are
 * @param addresses the planned ones
 * @param hashes how switches hash, as far as that is known
 */
public record Underlay(
        ForwardingPlan plan, Topology topology, AddressPlan addresses, Map<DatapathId, HashVariant> hashes) {

    Tracer tracer() {
        return new Tracer(plan, topology, addresses, hashes);
    }

    PathFinder pathFinder() {
        return new PathFinder(plan, topology, addresses);
    }
}
