package io.heddle.controller.state;

import io.heddle.routing.elephant.Elephant;
import io.heddle.routing.elephant.ElephantDecision;
import io.heddle.routing.elephant.ElephantRound;
import io.heddle.routing.elephant.scheduler.Schedulers;
import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.plan.Residents;
import io.heddle.routing.plan.Steering;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides which flows are steered where: at most once in {@link PlacementSettings#interval()}, when something changed that it depends
 * on (flows, facts, pins, the scheduler), because it is the one thing in the loop that takes long in a large fabric.
 *
 * <p>A flow that is pinned goes through its switch as long as a way leads there. One that is large is placed by the scheduler. One that
 * is steered but not seen to be large is left alone for a while: it may be about to end, or the controller may have just started.
 */
final class ElephantControl {

    private static final long SEED = 1;

    private final StepSettings settings;

    ElephantControl(StepSettings settings) {
        this.settings = settings;
    }

    /** The state after a decision, if one is due; otherwise the same. The plan of {@code state} is up to date. */
    FabricState decided(FabricState state, Instant now) {
        Elephants elephants = state.elephants();
        boolean isStale = elephants.unseen().values().stream()
                .anyMatch(since -> !since.plus(settings.elephants().linger()).isAfter(now));
        boolean isTooEarly =
                elephants.decidedAt().plus(settings.elephants().interval()).isAfter(now);
        if ((!elephants.isDue() && !isStale)
                || isTooEarly
                || state.understanding().isEmpty()) {
            return state;
        }
        return prospect(state, state.understanding().get())
                .map(seen -> state.with(decided(elephants, seen, now)))
                .orElseGet(() -> state.with(elephants.undecided(now)));
    }

    private Elephants decided(Elephants elephants, Prospect known, Instant now) {
        List<FlowKey> flows = new ArrayList<>(elephants.observed().keySet());
        flows.addAll(elephants.pins().keySet());
        Prospect prospect = known.predicting(flows);
        SortedMap<FlowKey, List<ConnectPoint>> pinned = pinned(elephants, prospect);
        List<Elephant> large = new ArrayList<>();
        elephants
                .observed()
                .values()
                .forEach(each -> elephant(each, elephants, prospect, pinned).ifPresent(large::add));
        ElephantDecision decision = new ElephantRound(
                        prospect.paths(),
                        Schedulers.named(elephants.scheduler()),
                        settings.plan().steering().rulesPerSwitch())
                .decide(large, SEED);
        SortedMap<FlowKey, Steering> next = lingering(elephants, pinned, now);
        decision.steerings().forEach(each -> next.put(each.flow(), each));
        return elephants.steering(next, now).decided(prospect, decision, now);
    }

    /** The steered flows that are not large now and stay as they are. */
    private SortedMap<FlowKey, Steering> lingering(
            Elephants elephants, SortedMap<FlowKey, List<ConnectPoint>> pinned, Instant now) {
        SortedMap<FlowKey, Steering> kept = new TreeMap<>();
        elephants.unseen().forEach((flow, since) -> {
            List<ConnectPoint> ways = pinned.get(flow);
            Steering steering = elephants.steerings().get(flow);
            if (ways != null) {
                kept.put(flow, new Steering(flow, ways));
            } else if (steering != null
                    && since.plus(settings.elephants().linger()).isAfter(now)) {
                kept.put(flow, steering);
            }
        });
        return kept;
    }

    private static Optional<Elephant> elephant(
            ObservedFlow observed,
            Elephants elephants,
            Prospect prospect,
            SortedMap<FlowKey, List<ConnectPoint>> pinned) {
        FlowKey flow = observed.flow();
        Optional<Host> source = prospect.residents().at(flow.source());
        Optional<Host> destination = prospect.residents().at(flow.destination());
        if (source.isEmpty() || destination.isEmpty()) {
            return Optional.empty();
        }
        List<ConnectPoint> pin = pinned.getOrDefault(flow, List.of());
        Steering steering = elephants.steerings().get(flow);
        List<ConnectPoint> steered = !pin.isEmpty() ? pin : steering == null ? List.of() : steering.ways();
        return Optional.of(new Elephant(
                flow,
                source.get().location(),
                destination.get().location(),
                prospect.hashed(flow),
                steered,
                !pin.isEmpty()));
    }

    /** The ways of the pinned flows; one that has none now is missing. */
    private static SortedMap<FlowKey, List<ConnectPoint>> pinned(Elephants elephants, Prospect prospect) {
        SortedMap<FlowKey, List<ConnectPoint>> ways = new TreeMap<>();
        for (Map.Entry<FlowKey, DatapathId> pin : elephants.pins().entrySet()) {
            prospect.through(pin.getKey(), pin.getValue(), liked(elephants, prospect, pin.getKey()))
                    .ifPresent(way -> ways.put(pin.getKey(), way));
        }
        return ways;
    }

    private static List<List<ConnectPoint>> liked(Elephants elephants, Prospect prospect, FlowKey flow) {
        Steering steering = elephants.steerings().get(flow);
        List<ConnectPoint> hashed = prospect.hashed(flow);
        return steering == null ? List.of(hashed) : List.of(steering.ways(), hashed);
    }

    /** With {@code flow}, which was just pinned, steered at once. */
    static Elephants withPinned(Elephants elephants, Prospect known, FlowKey flow, Instant now) {
        Prospect prospect = known.predicting(List.of(flow));
        SortedMap<FlowKey, Steering> steerings = new TreeMap<>(elephants.steerings());
        Optional.ofNullable(pinned(elephants, prospect).get(flow))
                .ifPresent(ways -> steerings.put(flow, new Steering(flow, ways)));
        return elephants.steering(steerings, now).knowing(prospect);
    }

    /** What there is to choose from; as it was if nothing changed. */
    Optional<Prospect> prospect(FabricState state, Understanding understanding) {
        SortedMap<DatapathId, HashVariant> hashes = new TreeMap<>();
        state.sessions().forEach((dpid, session) -> session.hash().ifPresent(variant -> hashes.put(dpid, variant)));
        Residents residents = state.residents();
        return state.elephants()
                .prospect()
                .filter(known -> known.holdsFor(understanding, residents, hashes))
                .or(() -> Prospect.of(
                        understanding,
                        residents,
                        new FabricModel(
                                state.topology(),
                                understanding.recognition(),
                                understanding.addresses(),
                                settings.plan()),
                        hashes,
                        settings.elephants().assumedCapacity(),
                        state.elephants().prospect()));
    }
}
