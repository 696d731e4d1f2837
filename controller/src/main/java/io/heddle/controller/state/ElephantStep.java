package io.heddle.controller.state;

import io.heddle.controller.state.FabricEvent.ElephantsObserved;
import io.heddle.controller.state.FabricEvent.OrderGiven;
import io.heddle.controller.state.FabricStep.Outcome;
import io.heddle.routing.plan.HeldSteerings;
import io.heddle.routing.plan.Steering;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.topology.DatapathId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What events about large flows do to the state; the decision itself is {@link ElephantControl}'s. */
final class ElephantStep {

    private final ElephantControl control;

    ElephantStep(ElephantControl control) {
        this.control = control;
    }

    static FabricState observed(FabricState state, ElephantsObserved event, Instant now) {
        return state.with(state.elephants().observing(event.flows(), now));
    }

    /** A flow whose rule ended by itself has ended; it is not steered any more, anywhere. */
    static FabricState expired(FabricState state, ForwardingRule.Key key, Instant now) {
        Optional<FlowKey> flow = HeldSteerings.flow(key);
        if (flow.isEmpty() || !state.elephants().steerings().containsKey(flow.get())) {
            return state;
        }
        SortedMap<FlowKey, Steering> left = new TreeMap<>(state.elephants().steerings());
        left.remove(flow.get());
        return state.with(state.elephants().steering(left, now))
                .with(state.formation().replanned());
    }

    /** Goes on with what the switches steer already, so that a restart ends no steering. */
    static FabricState adopted(FabricState state, Instant now) {
        SortedMap<DatapathId, SwitchPlan> held = new TreeMap<>();
        state.sessions().forEach((dpid, session) -> held.put(dpid, session.held()));
        SortedMap<FlowKey, Steering> steerings = new TreeMap<>();
        HeldSteerings.of(held, state.residents()).forEach(each -> steerings.put(each.flow(), each));
        return steerings.isEmpty() ? state : state.with(state.elephants().steering(steerings, now));
    }

    /** Accepts or refuses; what is accepted is durable before it is answered. */
    Outcome ordered(FabricState state, OrderGiven event, Instant now) {
        Elephants elephants = state.elephants();
        return switch (event.order()) {
            case Order.ChooseScheduler choice ->
                accepted(
                        state.with(elephants.scheduledBy(choice.scheduler())),
                        new Effect.SaveScheduler(choice.scheduler()),
                        event);
            case Order.PinFlow pin -> pinned(state, pin, event, now);
            case Order.ReleaseFlow release -> {
                if (!elephants.pins().containsKey(release.flow())) {
                    yield refused(state, event, Order.Reason.UNKNOWN, "The flow " + release.flow() + " is not pinned.");
                }
                SortedMap<FlowKey, DatapathId> left = new TreeMap<>(elephants.pins());
                left.remove(release.flow());
                yield accepted(state.with(elephants.withPins(left)), new Effect.ForgetPin(release.flow()), event);
            }
        };
    }

    private Outcome pinned(FabricState state, Order.PinFlow pin, OrderGiven event, Instant now) {
        Optional<Order.Refused> objection = objection(state, pin);
        if (objection.isPresent()) {
            return refused(
                    state, event, objection.get().reason(), objection.get().sentence());
        }
        Optional<Prospect> prospect =
                control.prospect(state, state.understanding().orElseThrow());
        boolean hasWay = prospect.flatMap(seen -> seen.through(pin.flow(), pin.through(), List.of()))
                .isPresent();
        if (!hasWay) {
            return refused(
                    state,
                    event,
                    Order.Reason.IMPOSSIBLE,
                    "No shortest way of " + pin.flow() + " leads up through " + pin.through() + " now.");
        }
        SortedMap<FlowKey, DatapathId> pins = new TreeMap<>(state.elephants().pins());
        pins.put(pin.flow(), pin.through());
        Elephants changed =
                ElephantControl.withPinned(state.elephants().withPins(pins), prospect.orElseThrow(), pin.flow(), now);
        return accepted(
                state.with(changed).with(state.formation().replanned()),
                new Effect.SavePin(pin.flow(), pin.through()),
                event);
    }

    private static Optional<Order.Refused> objection(FabricState state, Order.PinFlow pin) {
        if (state.understanding().isEmpty()) {
            return Optional.of(new Order.Refused(Order.Reason.TOO_EARLY, "The fabric is still forming."));
        }
        if (!state.topology().switches().containsKey(pin.through())) {
            return Optional.of(new Order.Refused(Order.Reason.UNKNOWN, "No switch " + pin.through() + " was seen."));
        }
        return Stream.of(pin.flow().source(), pin.flow().destination())
                .filter(address -> state.residents().at(address).isEmpty())
                .findFirst()
                .map(address ->
                        new Order.Refused(Order.Reason.UNKNOWN, "No host with the address " + address + " was seen."));
    }

    private static Outcome accepted(FabricState next, Effect remembered, OrderGiven event) {
        return new Outcome(next, List.of(remembered, new Effect.Answer(event.receipt(), new Order.Accepted())));
    }

    private static Outcome refused(FabricState state, OrderGiven event, Order.Reason reason, String sentence) {
        return new Outcome(state, List.of(new Effect.Answer(event.receipt(), new Order.Refused(reason, sentence))));
    }
}
