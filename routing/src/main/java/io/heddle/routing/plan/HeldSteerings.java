package io.heddle.routing.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.PortNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The steerings that switches hold already, so that a controller that starts anew goes on with them instead of ending them.
 *
 * <p>A flow's rule says where it goes from one switch; its way begins at the switch of its source. What has no beginning is left out. So are
 * flows from routed addresses of tenants until servers have told who is where: they go by the hash, and are found anew.
 */
public final class HeldSteerings {

    private HeldSteerings() {}

    /** The steerings in {@code held}, by flow. */
    public static List<Steering> of(SortedMap<DatapathId, SwitchPlan> held, Residents residents) {
        SortedMap<FlowKey, List<ConnectPoint>> ways = new TreeMap<>();
        held.forEach((dpid, plan) -> plan.rules().values().stream()
                .filter(HeldSteerings::isSteering)
                .forEach(rule -> note(dpid, plan, rule, residents, ways)));
        List<Steering> steerings = new ArrayList<>();
        ways.forEach((flow, points) -> {
            boolean hasBeginning = isSource(flow, points.getFirst().dpid(), residents);
            if (hasBeginning && points.size() <= 2) {
                steerings.add(new Steering(flow, points));
            }
        });
        return steerings;
    }

    /** The flow that {@code key} steers, if that is what it is there for. */
    public static Optional<FlowKey> flow(ForwardingRule.Key key) {
        return key.table().equals(Pipeline.STEER) && key.priority() == Pipeline.STEERED
                ? FlowKey.of(key.match())
                : Optional.empty();
    }

    private static boolean isSteering(ForwardingRule rule) {
        return rule.key().table().equals(Pipeline.STEER) && rule.key().priority() == Pipeline.STEERED;
    }

    private static void note(
            DatapathId dpid,
            SwitchPlan plan,
            ForwardingRule rule,
            Residents residents,
            Map<FlowKey, List<ConnectPoint>> ways) {
        Optional<PortNumber> port = steeredPort(plan, rule);
        Optional<FlowKey> flow = flow(rule.key());
        if (port.isPresent() && flow.isPresent()) {
            List<ConnectPoint> points = ways.computeIfAbsent(flow.get(), key -> new ArrayList<>());
            int place = isSource(flow.get(), dpid, residents) ? 0 : points.size();
            points.add(place, new ConnectPoint(dpid, port.get()));
        }
    }

    private static boolean isSource(FlowKey flow, DatapathId dpid, Residents residents) {
        return residents
                .at(flow.source())
                .map(Host::location)
                .filter(point -> point.dpid().equals(dpid))
                .isPresent();
    }

    private static Optional<PortNumber> steeredPort(SwitchPlan plan, ForwardingRule rule) {
        return rule.actions().stream()
                .filter(Action.ToGroup.class::isInstance)
                .map(Action.ToGroup.class::cast)
                .flatMap(action -> Optional.ofNullable(plan.groups().get(action.group())).stream())
                .filter(group -> group.type() == Group.Type.FAST_FAILOVER)
                .flatMap(group -> group.buckets().stream().limit(1))
                .flatMap(bucket -> bucket.actions().stream())
                .filter(Action.Output.class::isInstance)
                .map(action -> ((Action.Output) action).port())
                .findFirst();
    }
}
