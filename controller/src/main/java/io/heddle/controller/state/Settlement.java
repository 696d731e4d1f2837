package io.heddle.controller.state;

import io.heddle.controller.state.FabricStep.Outcome;
import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.PlannedFabric;
import io.heddle.routing.plan.Planner;
import io.heddle.topology.DatapathId;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.AddressSpaceExceeded;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.ClosRecognizer;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.clos.Recognition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is done once the facts have settled: recognise the design, remember it, compute the plan, and send each switch what it lacks.
 *
 * <p>Nothing is sent before the fabric has settled for the first time. Switches go on forwarding as they were told by the
 * controller before, so waiting costs no packet; acting on half a fabric would.
 */
public final class Settlement {

    /** How long a switch may keep others from the next step; no packet is lost when it is taken too early. */
    private static final Duration STEP_PATIENCE = Duration.ofMillis(500);

    private final StepSettings settings;
    private final ElephantControl elephants;

    public Settlement(StepSettings settings) {
        this.settings = settings;
        this.elephants = new ElephantControl(settings);
    }

    /** Does what is due; the same state comes back when nothing is. */
    public Outcome settle(FabricState state, Instant now) {
        Formation formation = state.formation();
        if (!formation.hasSettled() && !canSettleFirst(state, now)) {
            return Outcome.of(state);
        }
        boolean isQuiet = quietFor(settings.settle(), formation, now);
        FabricState next = formation.hasSettled() ? state : ElephantStep.adopted(state, now);
        boolean mustRecognize = formation.recognitionDue() && (isQuiet || (isUnderstood(state) && formation.planDue()));
        if (mustRecognize) {
            try {
                next = recognized(next);
            } catch (AddressSpaceExceeded e) {
                return Outcome.of(unaddressable(next, e.getMessage(), now));
            }
        }
        if (next.understanding().isEmpty()) {
            return Outcome.of(next);
        }
        List<Effect> effects = new ArrayList<>();
        next = committed(next, now, effects);
        if (mustRecognize || formation.planDue()) {
            boolean recognitionStillDue = formation.recognitionDue() && !isQuiet;
            next = sent(mustRecognize ? next : replanned(next), effects);
            next = next.with(next.formation().settled(recognitionStillDue));
            next = next.elephants().isIdle() ? next : next.with(next.elephants().due());
        }
        return new Outcome(next, effects);
    }

    /**
     * Decides about large flows and has switches steer them, if that is due; the same state comes back when it is not. Apart from
     * {@link #settle}, which goes before: nothing about large flows may keep the fabric from being repaired.
     *
     * <p>What is new is sent top down, step by step as {@link Dispatch} says, each step when the one before is confirmed or long overdue.
     */
    public Outcome place(FabricState state, Instant now) {
        if (!state.formation().hasSettled() || state.formation().planDue()) {
            return Outcome.of(state);
        }
        Optional<Instant> step = state.elephants().steppedAt();
        if (step.isPresent()) {
            return isAwaited(state, step.get(), now) ? Outcome.of(state) : stepped(state, now);
        }
        FabricState decided = elephants.decided(state, now);
        if (decided.elephants().steerings().equals(state.elephants().steerings())) {
            return Outcome.of(decided);
        }
        return stepped(replanned(decided), now);
    }

    private static boolean isUnderstood(FabricState state) {
        return state.understanding().isPresent();
    }

    private boolean canSettleFirst(FabricState state, Instant now) {
        // Asked after every event while a fabric comes up: what costs a look at every switch comes last.
        if (state.sessions().isEmpty() || !quietFor(settings.settle(), state.formation(), now)) {
            return false;
        }
        if (!state.sessions().values().stream().allMatch(Session::isIdle)) {
            return false;
        }
        if (state.committed().positions().isEmpty()) {
            return areSwitchesQuiet(state, now);
        }
        boolean isEverybodyBack = state.sessions()
                .keySet()
                .containsAll(state.committed().positions().keySet());
        boolean isGraceOver =
                !state.formation().startedAt().plus(settings.grace()).isAfter(now);
        return isEverybodyBack || isGraceOver;
    }

    /**
     * Whether no switch has come for so long that none is about to: one that found nobody listening tries again after a second, so
     * those of a fabric whose controller has just started come in waves, and the first wave alone looks like a smaller fabric.
     */
    private boolean areSwitchesQuiet(FabricState state, Instant now) {
        Duration patience = settings.patience();
        return state.sessions().values().stream()
                .noneMatch(session -> session.since().plus(patience).isAfter(now));
    }

    private static boolean quietFor(Duration time, Formation formation, Instant now) {
        return !formation.lastNews().plus(time).isAfter(now);
    }

    private FabricState recognized(FabricState state) {
        Recognition recognition = ClosRecognizer.recognize(state.topology(), state.committed());
        AddressPlan addresses = AddressPlan.of(recognition.design(), recognition.blueprint(), settings.baseOctet());
        return state.understood(
                new Understanding(recognition, addresses, planned(state, recognition, addresses)), state.formation());
    }

    /** The fabric stays as it was; it is looked at again when its cabling changes. */
    private static FabricState unaddressable(FabricState state, @Nullable String reason, Instant now) {
        String sentence = "The fabric cannot be addressed: " + reason + ". Nothing was changed.";
        Formation formation = state.formation();
        return FabricStep.incident(state, "addresses", sentence, now)
                .with(new Formation(formation.startedAt(), formation.lastNews(), false, false, formation.hasSettled()));
    }

    private PlannedFabric planned(FabricState state, Recognition recognition, AddressPlan addresses) {
        PlanOptions options = settings.plan().withHashedSelection(seedable(state));
        FabricModel model = new FabricModel(
                state.topology(),
                recognition,
                addresses,
                options,
                List.copyOf(state.elephants().steerings().values()),
                state.demand().interfaces());
        return state.understanding()
                .map(before -> before.planned().next(model))
                .orElseGet(() -> PlannedFabric.of(model));
    }

    /** Keeps the numbering for good when the fabric is complete, or has been quiet for long. */
    private FabricState committed(FabricState state, Instant now, List<Effect> effects) {
        Recognition recognition = state.understanding().orElseThrow().recognition();
        Blueprint blueprint = recognition.blueprint();
        boolean isComplete =
                recognition.problems().isEmpty() && !(recognition.design() instanceof FabricDesign.Irregular);
        boolean isLasting = quietFor(settings.commit(), state.formation(), now);
        if (!(isComplete || isLasting) || blueprint.equals(state.committed())) {
            return state;
        }
        effects.add(new Effect.SaveBlueprint(blueprint));
        return state.withCommitted(blueprint);
    }

    private FabricState replanned(FabricState state) {
        Understanding before = state.understanding().orElseThrow();
        PlannedFabric planned = planned(state, before.recognition(), before.addresses());
        return state.understood(
                new Understanding(before.recognition(), before.addresses(), planned), state.formation());
    }

    private FabricState sent(FabricState state, List<Effect> effects) {
        Outcome outcome = Dispatch.of(state, Planner.discovery(settings.plan())).all();
        effects.addAll(outcome.effects());
        return outcome.state();
    }

    /** Sends the next step of a round, and notes whether there is another. */
    private Outcome stepped(FabricState state, Instant now) {
        Dispatch dispatch = Dispatch.of(state, Planner.discovery(settings.plan()));
        Outcome outcome = dispatch.first();
        FabricState next = outcome.state();
        Optional<Instant> step = dispatch.hasSteps() ? Optional.of(now) : Optional.empty();
        return new Outcome(next.with(next.elephants().stepped(step)), outcome.effects());
    }

    private static boolean isAwaited(FabricState state, Instant step, Instant now) {
        return step.plus(STEP_PATIENCE).isAfter(now)
                && !state.sessions().values().stream().allMatch(Session::isIdle);
    }

    private static SortedSet<DatapathId> seedable(FabricState state) {
        SortedSet<DatapathId> dpids = new TreeSet<>();
        state.sessions().forEach((dpid, session) -> {
            if (session.version().canSeedHash()) {
                dpids.add(dpid);
            }
        });
        return dpids;
    }
}
