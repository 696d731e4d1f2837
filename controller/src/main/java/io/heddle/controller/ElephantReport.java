package io.heddle.controller;

import io.heddle.controller.state.Elephants;
import io.heddle.controller.state.FabricState;
import io.heddle.controller.state.ObservedFlow;
import io.heddle.controller.state.Prospect;
import io.heddle.controller.state.TunnelKey;
import io.heddle.rest.ElephantSnapshot;
import io.heddle.rest.ElephantSnapshot.Reason;
import io.heddle.routing.elephant.ElephantDecision;
import io.heddle.routing.plan.PlannedFabric;
import io.heddle.routing.plan.Steering;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the face is told of large flows. */
final class ElephantReport {

    private final Elephants elephants;
    private final Map<FlowKey, ElephantDecision.Outcome> outcomes = new HashMap<>();
    private final Set<FlowKey> steered = new HashSet<>();

    private ElephantReport(Elephants elephants, Collection<Steering> planned) {
        this.elephants = elephants;
        elephants.decision().ifPresent(taken -> taken.outcomes().forEach(each -> outcomes.put(each.flow(), each)));
        planned.forEach(each -> steered.add(each.flow()));
    }

    /** The large flows of {@code state}, where a switch may hold so many rules for them. */
    static ElephantSnapshot of(FabricState state, int rulesPerSwitch) {
        Elephants elephants = state.elephants();
        Optional<PlannedFabric> planned = state.understanding().map(known -> known.planned());
        SortedMap<DatapathId, Integer> rules =
                planned.map(PlannedFabric::steeringRules).orElseGet(TreeMap::new);
        ElephantReport report = new ElephantReport(
                elephants, planned.map(PlannedFabric::steerings).orElse(List.of()));
        return new ElephantSnapshot(
                elephants.scheduler(),
                elephants.observed().values().stream().map(report::elephant).toList(),
                elephants.pins(),
                elephants.decision().map(ElephantDecision::bitsPerSecond).orElse(0L),
                elephants.decision().map(ElephantDecision::hashedBitsPerSecond).orElse(0L),
                rules.values().stream().mapToInt(Integer::intValue).sum(),
                rules.values().stream().mapToInt(Integer::intValue).max().orElse(0),
                rulesPerSwitch,
                planned.map(known -> known.refusedSteerings().size()).orElse(0));
    }

    private ElephantSnapshot.Elephant elephant(ObservedFlow observed) {
        FlowKey flow = observed.flow();
        Optional<ElephantDecision.Outcome> outcome = Optional.ofNullable(outcomes.get(flow));
        List<ConnectPoint> hashed =
                elephants.prospect().map(seen -> hashed(seen, flow)).orElse(List.of());
        return new ElephantSnapshot.Elephant(
                flow,
                observed.tunnel().map(TunnelKey::value),
                observed.bitsPerSecond(),
                observed.relativeError(),
                observed.firstSeen(),
                ways(flow, hashed),
                hashed,
                steered.contains(flow),
                reason(flow, outcome),
                outcome.map(ElephantDecision.Outcome::bitsPerSecond),
                outcome.map(ElephantDecision.Outcome::hashedBitsPerSecond));
    }

    private static List<ConnectPoint> hashed(Prospect prospect, FlowKey flow) {
        return prospect.hashed().getOrDefault(flow, List.of());
    }

    private List<ConnectPoint> ways(FlowKey flow, List<ConnectPoint> hashed) {
        Steering steering = elephants.steerings().get(flow);
        return steering != null && steered.contains(flow) ? steering.ways() : hashed;
    }

    private Reason reason(FlowKey flow, Optional<ElephantDecision.Outcome> outcome) {
        boolean isAsked = elephants.steerings().containsKey(flow);
        if (isAsked && !steered.contains(flow)) {
            return Reason.REFUSED;
        }
        if (isAsked && elephants.pins().containsKey(flow)) {
            return Reason.PINNED;
        }
        if (outcome.isEmpty()) {
            return Reason.UNDECIDED;
        }
        if (!isAsked) {
            return Reason.HASH;
        }
        return outcome.get().gain() > 0 ? Reason.GAIN : Reason.ROOM;
    }
}
