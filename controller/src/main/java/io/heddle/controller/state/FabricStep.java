package io.heddle.controller.state;

import io.heddle.controller.state.FabricEvent.CableSuspected;
import io.heddle.controller.state.FabricEvent.ChangesConfirmed;
import io.heddle.controller.state.FabricEvent.ChangesRefused;
import io.heddle.controller.state.FabricEvent.DatabaseEvent;
import io.heddle.controller.state.FabricEvent.ElephantsObserved;
import io.heddle.controller.state.FabricEvent.HashLearned;
import io.heddle.controller.state.FabricEvent.HostLocated;
import io.heddle.controller.state.FabricEvent.HostLost;
import io.heddle.controller.state.FabricEvent.HostRefused;
import io.heddle.controller.state.FabricEvent.LinkSeen;
import io.heddle.controller.state.FabricEvent.LinkTimedOut;
import io.heddle.controller.state.FabricEvent.LldpRefused;
import io.heddle.controller.state.FabricEvent.OrderGiven;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.controller.state.FabricEvent.PortChanged;
import io.heddle.controller.state.FabricEvent.PortCountersRead;
import io.heddle.controller.state.FabricEvent.PortRemoved;
import io.heddle.controller.state.FabricEvent.RuleExpired;
import io.heddle.controller.state.FabricEvent.SamplingRefused;
import io.heddle.controller.state.FabricEvent.SteeringCountersRead;
import io.heddle.controller.state.FabricEvent.SwitchConnected;
import io.heddle.controller.state.FabricEvent.SwitchDisconnected;
import io.heddle.controller.state.FabricEvent.TablesDisturbed;
import io.heddle.controller.state.FabricEvent.TablesReread;
import io.heddle.controller.state.FabricEvent.TenantDemandChanged;
import io.heddle.controller.state.FabricEvent.Ticked;
import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.HeldSteerings;
import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.plan.Planner;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Host;
import io.heddle.topology.Link;
import io.heddle.topology.LinkSet;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.sorted.PersistentMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What one event does to the state: facts are noted, and what becomes due is marked. What is due is done by {@link Settlement},
 * once for a whole burst of events.
 */
@SuppressWarnings("ReferenceEquality") // a topology keeps its instance when nothing changed
public final class FabricStep {

    private static final int INCIDENTS_KEPT = 200;
    private static final Duration INCIDENT_AGE = Duration.ofMinutes(5);

    private final StepSettings settings;
    private final ElephantStep elephants;

    public FabricStep(StepSettings settings) {
        this.settings = settings;
        this.elephants = new ElephantStep(new ElephantControl(settings));
    }

    /**
     * The next state and what has to be done.
     *
     * @param state the state
     * @param effects in the order in which they are to be carried out
     */
    public record Outcome(FabricState state, List<Effect> effects) {
        public Outcome {
            effects = List.copyOf(effects);
        }

        static Outcome of(FabricState state) {
            return new Outcome(state, List.of());
        }
    }

    /** Notes {@code event}. The same state comes back when it says nothing new. */
    public Outcome apply(FabricState state, FabricEvent event, Instant now) {
        return switch (event) {
            case SwitchConnected connected -> greeted(connected(state, connected, now), connected.dpid());
            case SwitchDisconnected gone -> Outcome.of(disconnected(state, gone.dpid(), now));
            case TablesReread reread -> Outcome.of(reread(state, reread, now));
            case TablesDisturbed disturbed ->
                Outcome.of(onSession(
                        state, disturbed.dpid(), session -> Upkeep.disturbed(session, settings.audit(), now)));
            case PortChanged changed -> Outcome.of(portChanged(state, changed.dpid(), changed.port(), now));
            case PortRemoved removed -> Outcome.of(portRemoved(state, removed.point(), now));
            case RuleExpired expired -> Outcome.of(expired(state, expired, now));
            case ChangesConfirmed confirmed -> Outcome.of(confirmed(state, confirmed, now));
            case ChangesRefused refused -> Outcome.of(refused(state, refused, now));
            case HashLearned learned ->
                Outcome.of(onSession(state, learned.dpid(), session -> session.hashing(learned.hash())));
            case LinkSeen seen -> Outcome.of(linkSeen(state, seen.link(), now));
            case LinkTimedOut lost -> Outcome.of(withoutLinks(state, List.of(lost.link()), now));
            case HostLocated located -> hostLocated(state, located);
            case HostLost lost -> hostLost(state, lost);
            case HostRefused refused ->
                Outcome.of(incident(state, refused.ip() + " " + refused.point(), refused.reason(), now));
            case LldpRefused refused ->
                Outcome.of(incident(state, "lldp " + refused.point() + " " + refused.reason(), refused.reason(), now));
            case SamplingRefused refused ->
                Outcome.of(incident(state, "sampling " + refused.dpid(), refused.reason(), now));
            case DatabaseEvent ignored -> Outcome.of(state);
            case Ticked ignored -> ticked(state, now);
            case CableSuspected ignored -> Outcome.of(state);
            case PacketReceived ignored -> Outcome.of(state);
            case PortCountersRead ignored -> Outcome.of(state);
            case SteeringCountersRead ignored -> Outcome.of(state);
            case ElephantsObserved seen -> Outcome.of(ElephantStep.observed(state, seen, now));
            case TenantDemandChanged changed ->
                Outcome.of(state.with(new TenantDemand(changed.interfaces(), changed.isWhole())));
            case OrderGiven order -> elephants.ordered(state, order, now);
        };
    }

    private FabricState connected(FabricState state, SwitchConnected event, Instant now) {
        List<Port> ports = event.ports().stream().map(this::withKnownCapacity).toList();
        FabricSwitch arrived = FabricSwitch.of(event.dpid(), nameOf(event), true, ports);
        Topology before = state.topology().withSwitch(arrived);
        LinkSet.AtSwitch own = before.links().at(event.dpid());
        Topology topology = before.without(dead(own.leaving(), before)).without(dead(own.arriving(), before));
        boolean isKnown = state.committed().positions().containsKey(event.dpid());
        Formation due = isKnown
                ? state.formation().changed(now)
                : state.formation().replanned().news(now);
        return state.with(topology, due)
                .withSession(event.dpid(), Session.opened(event, now, now.plus(settings.audit())));
    }

    /** Lets a switch that is new hand over LLDP (one that was programmed before does already), and asks how it hashes. */
    private Outcome greeted(FabricState state, DatapathId dpid) {
        Session session = Objects.requireNonNull(state.sessions().get(dpid));
        SwitchPlan greeted = session.held().with(Planner.discovery(settings.plan()));
        List<Change> changes = PlanDiff.between(session.held(), greeted).changes();
        List<Effect> effects = new ArrayList<>();
        FabricState next = state;
        if (!changes.isEmpty()) {
            next = state.nextRevision();
            effects.add(new Effect.ApplyChanges(dpid, next.revision(), changes));
            next = next.withSession(dpid, session.greeted(next.revision(), greeted));
        }
        if (session.version().canSeedHash()) {
            effects.add(new Effect.ProbeHash(dpid));
        }
        return new Outcome(next, effects);
    }

    private static FabricState confirmed(FabricState state, ChangesConfirmed event, Instant now) {
        FabricState next = onSession(state, event.dpid(), session -> session.confirmed(event.revision()));
        return state.formation().hasSettled()
                ? next
                : next.with(next.formation().news(now));
    }

    private static FabricState expired(FabricState state, RuleExpired event, Instant now) {
        FabricState noted = onSession(state, event.dpid(), session -> session.expired(event.key()));
        return ElephantStep.expired(noted, event.key(), now);
    }

    private static String nameOf(SwitchConnected event) {
        String name = event.description().name();
        return name.isBlank() || name.equals("None") ? event.dpid().toString() : name;
    }

    private Port withKnownCapacity(Port port) {
        return settings.linkCapacity() == 0 ? port : port.withCapacity(settings.linkCapacity());
    }

    private static List<Link> dead(List<Link> links, Topology topology) {
        return links.stream().filter(link -> !topology.isLive(link)).toList();
    }

    private static FabricState disconnected(FabricState state, DatapathId dpid, Instant now) {
        Topology topology = state.topology()
                .fabricSwitch(dpid)
                .map(known -> state.topology().withSwitch(known.withConnected(false)))
                .orElse(state.topology());
        return state.with(topology, state.formation().changed(now))
                .withSessions(state.sessions().without(dpid));
    }

    private FabricState reread(FabricState state, TablesReread event, Instant now) {
        Session session = state.sessions().get(event.dpid());
        if (session == null) {
            return state;
        }
        Instant next = now.plus(settings.audit());
        if (!session.isIdle()) {
            return state.withSession(event.dpid(), session.rereadAt(next));
        }
        Session known = session.reread(event.installed(), next);
        FabricState noted = state.withSession(event.dpid(), known);
        if (!session.isTrusted()) {
            return noted.with(noted.formation().replanned());
        }
        int differences = known.unreadable().size();
        for (Change change : PlanDiff.between(session.held(), known.held()).changes()) {
            if (change instanceof Change.RemoveRule(ForwardingRule.Key key)
                    && HeldSteerings.flow(key).isPresent()) {
                noted = ElephantStep.expired(noted, key, now);
            } else {
                differences++;
            }
        }
        if (differences == 0) {
            return noted;
        }
        String sentence = "Switch " + event.dpid() + " no longer held what it was told (" + differences
                + " entries differed); it was put right.";
        return incident(noted.with(noted.formation().replanned()), "drift " + event.dpid(), sentence, now);
    }

    private FabricState portChanged(FabricState state, DatapathId dpid, Port port, Instant now) {
        Optional<FabricSwitch> known = state.topology().fabricSwitch(dpid);
        if (known.isEmpty()) {
            return state;
        }
        Port described = withKnownCapacity(port);
        Topology topology = state.topology().withSwitch(known.get().withPort(described));
        if (topology == state.topology()) {
            return state;
        }
        ConnectPoint point = new ConnectPoint(dpid, port.number());
        if (!port.isUp()) {
            return withoutLinks(
                    state.with(topology, state.formation().changed(now)),
                    topology.links().at(point),
                    now);
        }
        boolean wasUp = known.get().port(port.number()).filter(Port::isUp).isPresent();
        Formation due =
                wasUp ? state.formation().replanned() : state.formation().news(now);
        return state.with(topology, due);
    }

    private static FabricState portRemoved(FabricState state, ConnectPoint point, Instant now) {
        Optional<FabricSwitch> known = state.topology().fabricSwitch(point.dpid());
        if (known.isEmpty()) {
            return state;
        }
        Topology topology = state.topology().withSwitch(known.get().withoutPort(point.port()));
        return withoutLinks(
                state.with(topology, state.formation().changed(now)),
                topology.links().at(point),
                now);
    }

    private static FabricState linkSeen(FabricState state, Link link, Instant now) {
        Topology topology = state.topology().withLink(link);
        if (topology == state.topology()) {
            return state;
        }
        boolean isKnown = state.committed().cables().contains(Cable.of(link));
        Formation due = isKnown && state.formation().hasSettled()
                ? state.formation().changed(now)
                : state.formation().news(now);
        return state.with(topology, due);
    }

    private static FabricState withoutLinks(FabricState state, List<Link> lost, Instant now) {
        Topology topology = state.topology().without(lost);
        return topology == state.topology()
                ? state
                : state.with(topology, state.formation().changed(now));
    }

    private static Outcome hostLocated(FabricState state, HostLocated located) {
        Host host = new Host(located.ip(), located.mac(), located.point());
        Topology topology = state.topology().withHost(host);
        return hostsChanged(state, topology, new Effect.SaveHost(host));
    }

    private static Outcome hostLost(FabricState state, HostLost lost) {
        return hostsChanged(state, state.topology().withoutHost(lost.ip()), new Effect.ForgetHost(lost.ip()));
    }

    private static Outcome hostsChanged(FabricState state, Topology changed, Effect noted) {
        return changed == state.topology()
                ? Outcome.of(state)
                : new Outcome(state.with(changed, state.formation().replanned()), List.of(noted));
    }

    private static FabricState refused(FabricState state, ChangesRefused event, Instant now) {
        return onSession(state, event.dpid(), session -> Upkeep.refused(session, event, now));
    }

    private static FabricState onSession(FabricState state, DatapathId dpid, UnaryOperator<Session> change) {
        Session session = state.sessions().get(dpid);
        return session == null ? state : state.withSession(dpid, change.apply(session));
    }

    static FabricState incident(FabricState state, String key, String sentence, Instant now) {
        PersistentMap<String, Incident> incidents = state.incidents();
        Incident known = incidents.get(key);
        if (known == null && incidents.size() >= INCIDENTS_KEPT) {
            return state;
        }
        Incident again = known == null ? new Incident(sentence, now, now, 1) : known.again(now);
        return state.withIncidents(incidents.with(key, again));
    }

    private Outcome ticked(FabricState state, Instant now) {
        List<Effect> effects = new ArrayList<>();
        FabricState next = forgetOldIncidents(state, now);
        PersistentMap<DatapathId, Session> sessions = Upkeep.audited(state.sessions(), settings.audit(), now, effects);
        next = sessions == state.sessions() ? next : next.withSessions(sessions);
        return new Outcome(next, effects);
    }

    private static FabricState forgetOldIncidents(FabricState state, Instant now) {
        PersistentMap<String, Incident> recent = state.incidents();
        for (Map.Entry<String, Incident> entry : state.incidents().entrySet()) {
            boolean isOld = entry.getValue().last().plus(INCIDENT_AGE).isBefore(now);
            recent = isOld ? recent.without(entry.getKey()) : recent;
        }
        return recent == state.incidents() ? state : state.withIncidents(recent);
    }
}
