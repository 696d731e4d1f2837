package io.heddle.controller.state;

import io.heddle.routing.elephant.ElephantDecision;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.plan.Steering;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.DatapathId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known and decided about large flows.
 *
 * @param scheduler who places them
 * @param pins the flows that an operator wants through a certain switch
 * @param observed the flows that are large now
 * @param steerings what the plan is asked for
 * @param unseen of the steered flows, those that are not seen to be large, with when that began
 * @param prospect the ways that there are, as they were at the last decision
 * @param decision the last decision
 * @param decidedAt when it was taken
 * @param isDue whether something changed since that a decision depends on
 * @param steppedAt while steerings are being sent step by step: when the last step was sent
 */
public record Elephants(
        SchedulerName scheduler,
        SortedMap<FlowKey, DatapathId> pins,
        SortedMap<FlowKey, ObservedFlow> observed,
        SortedMap<FlowKey, Steering> steerings,
        SortedMap<FlowKey, Instant> unseen,
        Optional<Prospect> prospect,
        Optional<ElephantDecision> decision,
        Instant decidedAt,
        boolean isDue,
        Optional<Instant> steppedAt) {

    public Elephants {
        pins = Collections.unmodifiableSortedMap(new TreeMap<>(pins));
        observed = Collections.unmodifiableSortedMap(new TreeMap<>(observed));
        steerings = Collections.unmodifiableSortedMap(new TreeMap<>(steerings));
        unseen = Collections.unmodifiableSortedMap(new TreeMap<>(unseen));
    }

    /** What a controller begins with that remembers a scheduler and pins. */
    public static Elephants remembered(SchedulerName scheduler, SortedMap<FlowKey, DatapathId> pins) {
        return new Elephants(
                scheduler,
                pins,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                false,
                Optional.empty());
    }

    /** Whether there is nothing that a decision could be about. */
    boolean isIdle() {
        return observed.isEmpty() && pins.isEmpty() && steerings.isEmpty();
    }

    Elephants due() {
        return isDue
                ? this
                : new Elephants(
                        scheduler, pins, observed, steerings, unseen, prospect, decision, decidedAt, true, steppedAt);
    }

    Elephants scheduledBy(SchedulerName other) {
        return new Elephants(other, pins, observed, steerings, unseen, prospect, decision, decidedAt, true, steppedAt);
    }

    Elephants withPins(SortedMap<FlowKey, DatapathId> changed) {
        return new Elephants(
                scheduler, changed, observed, steerings, unseen, prospect, decision, decidedAt, true, steppedAt);
    }

    /** With other flows that are large now; steered ones that are not among them are unseen from {@code now} on. */
    Elephants observing(List<ObservedFlow> flows, Instant now) {
        SortedMap<FlowKey, ObservedFlow> seen = new TreeMap<>();
        flows.forEach(each -> seen.put(each.flow(), each));
        return new Elephants(
                scheduler,
                pins,
                seen,
                steerings,
                unseen(steerings, seen, now),
                prospect,
                decision,
                decidedAt,
                true,
                steppedAt);
    }

    /** With other steerings, of which those that are not seen to be large are unseen from {@code now} on. */
    Elephants steering(SortedMap<FlowKey, Steering> changed, Instant now) {
        return new Elephants(
                scheduler,
                pins,
                observed,
                changed,
                unseen(changed, observed, now),
                prospect,
                decision,
                decidedAt,
                isDue,
                steppedAt);
    }

    Elephants knowing(Prospect seen) {
        return new Elephants(
                scheduler, pins, observed, steerings, unseen, Optional.of(seen), decision, decidedAt, isDue, steppedAt);
    }

    Elephants decided(Prospect seen, ElephantDecision taken, Instant now) {
        return new Elephants(
                scheduler,
                pins,
                observed,
                steerings,
                unseen,
                Optional.of(seen),
                Optional.of(taken),
                now,
                false,
                steppedAt);
    }

    /** With a step of sending steerings done at {@code when}, and more to come; empty when that was the last. */
    Elephants stepped(Optional<Instant> when) {
        return when.equals(steppedAt)
                ? this
                : new Elephants(
                        scheduler, pins, observed, steerings, unseen, prospect, decision, decidedAt, isDue, when);
    }

    /** Without any decision, where none can be taken. */
    Elephants undecided(Instant now) {
        return new Elephants(
                scheduler,
                pins,
                observed,
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.empty(),
                Optional.empty(),
                now,
                false,
                steppedAt);
    }

    private SortedMap<FlowKey, Instant> unseen(
            SortedMap<FlowKey, Steering> steered, SortedMap<FlowKey, ObservedFlow> seen, Instant now) {
        SortedMap<FlowKey, Instant> absent = new TreeMap<>();
        steered.keySet().stream()
                .filter(flow -> !seen.containsKey(flow))
                .forEach(flow -> absent.put(flow, unseen.getOrDefault(flow, now)));
        return absent;
    }
}
