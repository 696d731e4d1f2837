package io.heddle.controller.state;

import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.topology.DatapathId;
import io.heddle.topology.sorted.PersistentMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is done for the session of any switch, whoever decides what the switch is to hold. */
public final class Upkeep {

    private static final Duration READ_BACK_APART = Duration.ofSeconds(5);

    private Upkeep() {}

    /** The session after the switch was sent, as {@code revision}, what it lacks of {@code desired}, if anything. */
    public static Session told(
            DatapathId dpid, Session session, SwitchPlan desired, long revision, List<Effect> effects) {
        List<Change> changes = changesFor(session, desired);
        if (!changes.isEmpty()) {
            effects.add(new Effect.ApplyChanges(dpid, revision, changes));
            return session.sent(revision, desired);
        }
        return agreed(session, desired);
    }

    /** The session of a switch that lacks nothing of {@code desired}: what it refused before is over. */
    static Session agreed(Session session, SwitchPlan desired) {
        Session agreed = session.agreed(desired);
        return agreed.isIdle() && !agreed.refusals().isEmpty() ? agreed.confirmed(agreed.sentRevision()) : agreed;
    }

    @SuppressWarnings("ReferenceEquality") // a plan keeps the instances of switches that a change does not concern
    static List<Change> changesFor(Session session, SwitchPlan desired) {
        if (session.held() == desired && session.unreadable().isEmpty()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>(session.unreadable());
        changes.addAll(PlanDiff.between(session.held(), desired).changes());
        return changes;
    }

    /** The session after the switch refused something. */
    public static Session refused(Session session, FabricEvent.ChangesRefused event, Instant now) {
        String culprit = event.culprit().map(change -> " for " + change).orElse("");
        String extent = event.nothingApplied() ? " (nothing of it was applied)" : " (the rest of it was applied)";
        return session.refused(event.revision(), event.error() + culprit + extent, now);
    }

    /** The session after somebody else changed rules of the switch: its tables are read back soon, but not again and again. */
    public static Session disturbed(Session session, Duration audit, Instant now) {
        Instant last = session.rereadAt().minus(audit);
        Instant soonest = last.plus(READ_BACK_APART);
        Instant next = soonest.isAfter(now) ? soonest : now;
        return next.isBefore(session.rereadAt()) ? session.rereadAt(next) : session;
    }

    /** The sessions after the tables of those switches are asked for whose time has come; the next time is in {@code audit}. */
    public static PersistentMap<DatapathId, Session> audited(
            PersistentMap<DatapathId, Session> sessions, Duration audit, Instant now, List<Effect> effects) {
        PersistentMap<DatapathId, Session> next = sessions;
        for (Map.Entry<DatapathId, Session> entry : sessions.entrySet()) {
            Session session = entry.getValue();
            if (session.isIdle() && !session.rereadAt().isAfter(now)) {
                effects.add(new Effect.RereadTables(entry.getKey()));
                next = next.with(entry.getKey(), session.rereadAt(now.plus(audit)));
            }
        }
        return next;
    }
}
