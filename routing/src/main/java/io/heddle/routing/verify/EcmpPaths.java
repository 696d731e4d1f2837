package io.heddle.routing.verify;

import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Link;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells the way of any flow under plain ECMP, in one state of a fabric, without asking a switch: rules that steer are left out.
 *
 * <p>Cheap to make, since a switch is looked at when the first flow comes to it; then some microseconds for each switch of a way. Worth
 * keeping until the plan, steering apart, or what is alive changes. Not for several threads at once.
 */
public final class EcmpPaths {

    private final SimulatedFabric fabric;
    private final Blueprint blueprint;
    private final BucketChoice choice;

    /**
     * Where switches hold {@code plan}, steering or not, are cabled and alive as {@code topology} says, and have their places in {@code
     * blueprint} and their hash in {@code variants} (see {@link BucketChoice#openVSwitch(Map)}).
     */
    public EcmpPaths(
            ForwardingPlan plan, Topology topology, Blueprint blueprint, Map<DatapathId, HashVariant> variants) {
        this.fabric = SimulatedFabric.of(plan, topology, rule -> !rule.cookie().isFor(Cookie.Purpose.STEERING));
        this.blueprint = blueprint;
        this.choice = BucketChoice.openVSwitch(variants);
    }

    /** The way of {@code flow}, whose packets {@code source} sends. */
    public EcmpPath path(Host source, FlowKey flow) {
        Packet packet = Packet.of(flow).between(source.mac(), PlanOptions.GATEWAY_MAC);
        Walk walk = fabric.walk(new Hop.Ingress.AtPort(source.location()), packet, choice);
        List<Link> links = walk.links();
        return new EcmpPath(links, ways(links), walk.outcome());
    }

    private List<ConnectPoint> ways(List<Link> links) {
        List<ConnectPoint> ways = new ArrayList<>();
        for (Link link : links) {
            if (!isUpward(link)) {
                break;
            }
            ways.add(link.from());
        }
        return ways;
    }

    private boolean isUpward(Link link) {
        Position below = blueprint.positions().get(link.from().dpid());
        Position above = blueprint.positions().get(link.to().dpid());
        return below != null && above != null && above.tier().compareTo(below.tier()) > 0;
    }
}
