package io.heddle.controller.state;

import io.heddle.controller.state.FabricStep.Outcome;
import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.HeldCarriage;
import io.heddle.routing.plan.HeldSteerings;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Cookie;
import io.heddle.topology.DatapathId;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What every switch lacks of the plan, in the order in which it is to be sent.
 *
 * <p>A flow is steered top down: the switch above its edge learns of it first, and the edge, which sends it there, after that; it is
 * released from the edge first. So no packet that the edge steers meets a switch above that does not know yet where it is to go on. Such
 * a packet would not be lost, as it would go on by the hash of that switch; it would take a way that nobody chose. That is why what
 * repairs the fabric is sent all at once ({@link #all}), and only what steers waits from step to step ({@link #first}).
 */
final class Dispatch {

    /** The steps, in order. */
    private enum Step {
        STEERING_ABOVE_THE_EDGES,
        EVERYTHING_ELSE,
        RELEASE_ABOVE_THE_EDGES
    }

    private record Lack(DatapathId dpid, Step step, SwitchPlan desired, List<Change> changes) {}

    private final FabricState state;
    private final List<Lack> lacks = new ArrayList<>();

    private Dispatch(FabricState state) {
        this.state = state;
    }

    /** What the switches of {@code state} lack; those that have no place in its plan are to hold {@code unplaced}. */
    static Dispatch of(FabricState state, SwitchPlan unplaced) {
        Understanding known = state.understanding().orElseThrow();
        ForwardingPlan plan = known.plan();
        PersistentMap<DatapathId, Session> sessions = state.sessions();
        List<Lack> lacks = new ArrayList<>();
        for (Map.Entry<DatapathId, Session> entry : state.sessions().entrySet()) {
            DatapathId dpid = entry.getKey();
            Session session = entry.getValue();
            if (session.isTrusted()) {
                SwitchPlan planned = plan.switches().getOrDefault(dpid, unplaced);
                SwitchPlan desired = state.demand().isWhole() ? planned : HeldCarriage.kept(planned, session.held());
                List<Change> changes = Upkeep.changesFor(session, desired);
                if (changes.isEmpty()) {
                    sessions = sessions.with(dpid, Upkeep.agreed(session, desired));
                } else {
                    Step step = step(known.recognition().blueprint(), dpid, changes);
                    lacks.add(new Lack(dpid, step, desired, changes));
                }
            }
        }
        Dispatch dispatch = new Dispatch(state.withSessions(sessions));
        lacks.stream().sorted(Comparator.comparing(Lack::step)).forEach(dispatch.lacks::add);
        return dispatch;
    }

    /** Everything, in order. */
    Outcome all() {
        return sent(lacks);
    }

    /** The first step for which there is something to send. */
    Outcome first() {
        return sent(lacks.stream()
                .filter(lack -> lack.step() == lacks.getFirst().step())
                .toList());
    }

    /** Whether more is to be sent after the first step. */
    boolean hasSteps() {
        return !lacks.isEmpty() && lacks.getFirst().step() != lacks.getLast().step();
    }

    private Outcome sent(List<Lack> chosen) {
        FabricState next = state.nextRevision();
        List<Effect> effects = new ArrayList<>();
        for (Lack lack : chosen) {
            effects.add(new Effect.ApplyChanges(lack.dpid(), next.revision(), lack.changes()));
            Session session = state.sessions().get(lack.dpid());
            if (session != null) {
                next = next.withSession(lack.dpid(), session.sent(next.revision(), lack.desired()));
            }
        }
        return new Outcome(next, effects);
    }

    private static Step step(Blueprint blueprint, DatapathId dpid, List<Change> changes) {
        Position position = blueprint.positions().get(dpid);
        if (position == null || position.tier() == Tier.EDGE) {
            return Step.EVERYTHING_ELSE;
        }
        if (changes.stream().anyMatch(Dispatch::isSteering)) {
            return Step.STEERING_ABOVE_THE_EDGES;
        }
        return changes.stream().anyMatch(Dispatch::isRelease) ? Step.RELEASE_ABOVE_THE_EDGES : Step.EVERYTHING_ELSE;
    }

    private static boolean isSteering(Change change) {
        return change instanceof Change.PutRule put && put.rule().cookie().isFor(Cookie.Purpose.STEERING);
    }

    private static boolean isRelease(Change change) {
        return change instanceof Change.RemoveRule remove
                && HeldSteerings.flow(remove.key()).isPresent();
    }
}
