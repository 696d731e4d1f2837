package io.heddle.controller.tenant;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Session;
import io.heddle.controller.state.Upkeep;
import io.heddle.controller.tenant.OverlayState.Channels;
import io.heddle.controller.tenant.OverlayState.Planned;
import io.heddle.controller.tenant.OverlayStep.Outcome;
import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.StaleConnections;
import io.heddle.topology.DatapathId;
import io.heddle.topology.sorted.PersistentMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Plans what changed, and sends each bridge what it lacks; pure.
 *
 * <p>A bridge that forwards when the controller has just started is left as it is for a while: the servers that its rules lead to may
 * not have come back yet, and a plan without them would cut what works.
 */
final class OverlaySettlement {

    private final OverlaySettings settings;

    OverlaySettlement(OverlaySettings settings) {
        this.settings = settings;
    }

    /** Does what is due; the same state comes back when nothing is. */
    Outcome settle(OverlayState state, Instant now) {
        if (!state.planned().isDue()) {
            return Outcome.of(state);
        }
        Planned planned = planned(state);
        List<Effect> effects = new ArrayList<>();
        Channels channels = state.channels();
        boolean isGraceOver = !state.startedAt().plus(settings.grace()).isAfter(now);
        boolean isSomeoneLeft = false;
        SortedSet<DatapathId> told = new TreeSet<>();
        for (Map.Entry<DatapathId, Session> entry : state.channels().sessions().entrySet()) {
            DatapathId dpid = entry.getKey();
            Footing footing = channels.footings().find(dpid).orElseThrow();
            Optional<SwitchPlan> desired =
                    Optional.ofNullable(planned.plan().switches().get(dpid));
            if (desired.isEmpty() || !entry.getValue().isTrusted()) {
                continue;
            }
            if (isGraceOver || footing.isFresh() || footing.hasBegun()) {
                List<Effect> due = new ArrayList<>();
                Session next = Upkeep.told(dpid, entry.getValue(), desired.get(), planned.revision(), due);
                due.stream().flatMap(effect -> withForgetting(effect)).forEach(effects::add);
                channels = channels.with(dpid, next, footing.told(planned.revision(), next));
                told.add(dpid);
            } else {
                isSomeoneLeft = true;
            }
        }
        effects.addAll(
                Announcements.of(state.planned().plan().exits(), planned.plan().exits(), told));
        return new Outcome(state.with(channels).with(planned.due(isSomeoneLeft)), effects);
    }

    /** Changes, and that the connections which they leave behind are forgotten. */
    private static Stream<Effect> withForgetting(Effect effect) {
        if (effect instanceof Effect.ApplyChanges(DatapathId dpid, long revision, List<Change> changes)) {
            List<Zone.Of> zones = StaleConnections.zones(changes);
            return zones.isEmpty() ? Stream.of(effect) : Stream.of(effect, new Effect.ForgetConnections(dpid, zones));
        }
        return Stream.of(effect);
    }

    private static Planned planned(OverlayState state) {
        Planned before = state.planned();
        OverlayPlan plan = before.plan()
                .next(
                        state.tenants(),
                        state.bridges(),
                        state.resolution().neighbours(),
                        state.health().failed());
        long revision = before.revision() + 1;
        PersistentMap<PortId, Long> since = before.since();
        for (PortId port : changed(before, state, plan)) {
            since = plan.locations().containsKey(port) ? since.with(port, revision) : since.without(port);
        }
        return new Planned(
                revision,
                false,
                state.tenants(),
                plan,
                since,
                before.networks() + plan.networksPlanned(),
                before.servers() + plan.serversPlanned());
    }

    /** The ports that are elsewhere, or otherwise, than they were. */
    private static SortedSet<PortId> changed(Planned before, OverlayState state, OverlayPlan plan) {
        SortedSet<PortId> ports = new TreeSet<>();
        before.tenants().ports().forEachDifference(state.tenants().ports(), port -> ports.add(port));
        PersistentMap.copyOf(before.plan().locations())
                .forEachDifference(PersistentMap.copyOf(plan.locations()), port -> ports.add(port));
        PersistentMap.copyOf(before.plan().troubles())
                .forEachDifference(PersistentMap.copyOf(plan.troubles()), port -> ports.add(port));
        return ports;
    }
}
