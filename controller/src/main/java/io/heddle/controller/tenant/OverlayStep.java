package io.heddle.controller.tenant;

import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.ChangesConfirmed;
import io.heddle.controller.state.FabricEvent.ChangesRefused;
import io.heddle.controller.state.FabricEvent.DatabaseConnected;
import io.heddle.controller.state.FabricEvent.DatabaseDisconnected;
import io.heddle.controller.state.FabricEvent.HashLearned;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.controller.state.FabricEvent.RuleExpired;
import io.heddle.controller.state.FabricEvent.ServerConfigured;
import io.heddle.controller.state.FabricEvent.ServerRefused;
import io.heddle.controller.state.FabricEvent.ServerSeen;
import io.heddle.controller.state.FabricEvent.SwitchConnected;
import io.heddle.controller.state.FabricEvent.SwitchDisconnected;
import io.heddle.controller.state.FabricEvent.TablesDisturbed;
import io.heddle.controller.state.FabricEvent.TablesReread;
import io.heddle.controller.state.ServerWish;
import io.heddle.controller.state.Session;
import io.heddle.controller.state.Upkeep;
import io.heddle.controller.tenant.OverlayState.Channels;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.plan.TenantServer;
import io.heddle.topology.DatapathId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What one event does to the state of servers: facts are noted, servers are told what to have, and it is marked that a plan is due.
 * What is due is done by {@link OverlaySettlement}, once for a whole burst of events; pure.
 *
 * <p>A machine is a server when an operator noted its fabric address in its database ({@code external_ids:heddle-underlay}), or when
 * one of its bridges has the MAC address of a host of the fabric; one that holds switches of the fabric never is. Until one of these
 * is known it is left as it is. What is known of a server whose database is away is kept: its bridge forwards as it was told.
 */
final class OverlayStep {

    private final OverlaySettings settings;

    OverlayStep(OverlaySettings settings) {
        this.settings = settings;
    }

    /**
     * The next state and what has to be done.
     *
     * @param state the state
     * @param effects in the order in which they are to be carried out
     */
    record Outcome(OverlayState state, List<Effect> effects) {
        Outcome {
            effects = List.copyOf(effects);
        }

        static Outcome of(OverlayState state) {
            return new Outcome(state, List.of());
        }
    }

    /** Notes {@code event}. */
    Outcome apply(OverlayState state, OverlayEvent event, Instant now) {
        return switch (event) {
            case OverlayEvent.TenantsChanged(var tenants) -> trunked(state, state.with(tenants));
            case OverlayEvent.UnderlayChanged(var underlay) -> revived(carried(state.with(underlay)));
            case OverlayEvent.CarriageReported(var report) -> Outcome.of(state.with(report));
            case OverlayEvent.Ticked() -> ticked(state, now);
            case OverlayEvent.Reported(PacketReceived packet) when Health.concerns(packet) -> answered(state, packet);
            case OverlayEvent.Reported(FabricEvent.SwitchEvent reported) ->
                new Outcome(ofSwitch(state, reported, now), questions(reported));
            case OverlayEvent.Reported(FabricEvent.DatabaseEvent reported) -> ofDatabase(state, reported, now);
            case OverlayEvent.ProbeAsked ignored -> Outcome.of(state);
            case OverlayEvent.Reported ignored -> Outcome.of(state);
        };
    }

    private static Outcome answered(OverlayState state, PacketReceived packet) {
        List<Effect> effects = new ArrayList<>();
        return new Outcome(state.with(state.health().answered(packet, effects)), effects);
    }

    /** A bridge that is new is asked how it hashes, by which the outer packets of its tunnels are known. */
    private static List<Effect> questions(FabricEvent.SwitchEvent event) {
        return event instanceof SwitchConnected connected && connected.version().canSeedHash()
                ? List.of(new Effect.ProbeHash(connected.dpid()))
                : List.of();
    }

    private OverlayState ofSwitch(OverlayState state, FabricEvent.SwitchEvent event, Instant now) {
        return switch (event) {
            case SwitchConnected connected -> {
                Session session = Session.opened(connected, now, now.plus(settings.audit()));
                OverlayState next =
                        due(state.with(state.channels().with(event.dpid(), session, Footing.opened(session))));
                yield next.with(event.dpid(), planned(next, event.dpid()));
            }
            case SwitchDisconnected gone -> {
                OverlayState next = state.with(state.channels().without(gone.dpid()));
                yield next.with(gone.dpid(), planned(next, gone.dpid()));
            }
            case PacketReceived packet ->
                state.with(state.resolution().answered(packet, state.planned().plan(), now));
            case ChangesConfirmed confirmed ->
                onSession(state, event.dpid(), session -> session.confirmed(confirmed.revision()));
            case ChangesRefused refused ->
                onSession(state, event.dpid(), session -> Upkeep.refused(session, refused, now));
            case HashLearned learned -> onSession(state, event.dpid(), session -> session.hashing(learned.hash()));
            case RuleExpired expired -> due(onSession(state, event.dpid(), session -> session.expired(expired.key())));
            case TablesReread reread -> reread(state, reread, now);
            case TablesDisturbed ignored ->
                onSession(state, event.dpid(), session -> Upkeep.disturbed(session, settings.audit(), now));
            default -> state;
        };
    }

    private OverlayState reread(OverlayState state, TablesReread event, Instant now) {
        Instant next = now.plus(settings.audit());
        Optional<Session> session = state.channels().sessions().find(event.dpid());
        boolean isOverlapped = session.filter(each -> !each.isIdle()).isPresent();
        boolean isAsTold = session.filter(Session::isTrusted)
                .filter(each -> each.held().equals(event.installed().ours()))
                .filter(each -> event.installed().unreadable().isEmpty())
                .isPresent();
        return isOverlapped || isAsTold
                ? onSession(state, event.dpid(), each -> each.rereadAt(next))
                : due(onSession(state, event.dpid(), each -> each.reread(event.installed(), next)));
    }

    private static OverlayState onSession(OverlayState state, DatapathId dpid, UnaryOperator<Session> change) {
        Channels channels = state.channels();
        Optional<Session> changed = channels.sessions().find(dpid).map(change);
        if (changed.isEmpty()) {
            return state;
        }
        Footing footing = channels.footings().find(dpid).orElseThrow().confirmed(changed.get());
        return state.with(channels.with(dpid, changed.get(), footing));
    }

    private static OverlayState due(OverlayState state) {
        return state.with(state.planned().due(true));
    }

    private Outcome ofDatabase(OverlayState state, FabricEvent.DatabaseEvent event, Instant now) {
        Optional<KnownServer> known = state.servers().find(event.database());
        return switch (event) {
            case DatabaseConnected ignored ->
                known.map(server -> judged(state, server.connected(true, now))).orElseGet(() -> Outcome.of(state));
            case DatabaseDisconnected ignored ->
                known.map(server -> judged(state, server.connected(false, now))).orElseGet(() -> Outcome.of(state));
            case ServerSeen seen ->
                judged(
                        state,
                        known.map(server -> server.with(seen.server(), now))
                                .orElseGet(() -> KnownServer.of(event.database(), seen.server(), now)));
            case ServerRefused refused ->
                Outcome.of(known.map(server -> state.with(server.refused(Optional.of(refused.reason()))))
                        .orElse(state));
            case ServerConfigured ignored ->
                Outcome.of(known.map(server -> state.with(server.refused(Optional.empty())))
                        .orElse(state));
            default -> Outcome.of(state);
        };
    }

    /** The fabric changed: who was no server may be one now, or at another address. */
    private Outcome carried(OverlayState state) {
        OverlayState next = state;
        List<Effect> effects = new ArrayList<>();
        for (KnownServer server : state.servers().values()) {
            boolean isAsBefore = server.located(state.underlay()).address().equals(server.address());
            if (!isAsBefore || (server.isConnected() && server.wish().isEmpty())) {
                Outcome outcome = judged(next, server);
                next = outcome.state();
                effects.addAll(outcome.effects());
            }
        }
        return new Outcome(next, effects);
    }

    /** Judges a machine of which something changed, then those that have more, or less, because of that. */
    private Outcome judged(OverlayState state, KnownServer changed) {
        KnownServer server = changed.located(state.underlay());
        SortedSet<DatabaseId> affected = new TreeSet<>();
        Optional<KnownServer> before = state.servers().find(server.database());
        Holdings holdings =
                state.holdings().claimed(before, server, state.servers().with(server.database(), server), affected);
        List<Effect> effects = new ArrayList<>();
        OverlayState next = settled(state.with(server, holdings), before, server, effects);
        return new Outcome(others(next, affected, effects), effects);
    }

    private OverlayState others(OverlayState state, SortedSet<DatabaseId> affected, List<Effect> effects) {
        OverlayState next = state;
        for (DatabaseId id : affected) {
            Optional<KnownServer> other = next.servers().find(id);
            next = other.isPresent() ? settled(next, other, other.get(), effects) : next;
        }
        return next;
    }

    /** Tells a machine what to have, and puts in what is to be planned for its bridge. */
    private OverlayState settled(
            OverlayState state, Optional<KnownServer> before, KnownServer server, List<Effect> effects) {
        Optional<ServerWish> wish = wish(state, server).filter(each -> server.isConnected());
        KnownServer told = server;
        if (wish.isPresent() && !wish.equals(server.wish())) {
            effects.add(new Effect.ConfigureServer(server.database(), wish.get()));
            told = server.told(wish.get());
        }
        OverlayState next = state.with(told);
        SortedSet<DatapathId> bridges = new TreeSet<>();
        Stream.of(before, Optional.of(told))
                .flatMap(Optional::stream)
                .flatMap(each -> each.integration().stream())
                .forEach(bridge -> bridges.add(bridge.dpid()));
        for (DatapathId bridge : bridges) {
            next = next.with(bridge, planned(next, bridge));
        }
        return next;
    }

    private static Optional<TenantServer> planned(OverlayState state, DatapathId bridge) {
        return state.serverOf(bridge)
                .flatMap(holder -> holder.planned(state.holdings(), isAlive(state, holder, bridge)))
                .filter(server -> server.bridge().equals(bridge));
    }

    /** Whether the machine is at a port of the fabric that is up, and its bridge does what it is told. */
    private static boolean isAlive(OverlayState state, KnownServer server, DatapathId bridge) {
        return state.channels().sessions().containsKey(bridge)
                && server.facts().macs().stream()
                        .anyMatch(mac -> state.underlay().reached().contains(mac));
    }

    /** The fabric changed: ways out of tenants' networks may have gone or come. */
    private static Outcome revived(Outcome outcome) {
        OverlayState next = outcome.state();
        for (TenantServer server : outcome.state().bridges().values()) {
            if (!server.uplinks().isEmpty()) {
                next = next.with(server.bridge(), planned(next, server.bridge()));
            }
        }
        return new Outcome(next, outcome.effects());
    }

    private Optional<ServerWish> wish(OverlayState state, KnownServer server) {
        if (server.holdsFabric(state.underlay())) {
            return Optional.empty();
        }
        return server.facts().isDeclined()
                ? Optional.of(new ServerWish.Unwanted())
                : server.address(state.holdings())
                        .map(address -> new ServerWish.Wanted(
                                address,
                                settings.openFlow(),
                                server.uplink(state.underlay()),
                                subports(state, server)));
    }

    /** The subports of the trunks whose parent port the machine has. */
    private static SortedSet<PortId> subports(OverlayState state, KnownServer server) {
        SortedSet<PortId> subports = new TreeSet<>();
        if (!state.tenants().trunks().isEmpty()) {
            server.integration().stream()
                    .flatMap(bridge -> bridge.interfaces().keySet().stream())
                    .filter(port -> state.holdings().ports().isHeldBy(port, server.database()))
                    .flatMap(port -> state.tenants().trunkOn(port).stream())
                    .forEach(trunk -> subports.addAll(trunk.subports().values()));
        }
        return subports;
    }

    /** Machines whose trunks have more, or fewer, subports are told. */
    private Outcome trunked(OverlayState before, OverlayState state) {
        SortedSet<PortId> parents = new TreeSet<>();
        before.tenants().trunks().forEachDifference(state.tenants().trunks(), id -> {
            before.tenants().trunks().find(id).ifPresent(trunk -> parents.add(trunk.port()));
            state.tenants().trunks().find(id).ifPresent(trunk -> parents.add(trunk.port()));
        });
        SortedSet<DatabaseId> machines = new TreeSet<>();
        parents.forEach(port -> state.holdings().ports().holder(port).ifPresent(machine -> machines.add(machine)));
        List<Effect> effects = new ArrayList<>();
        return new Outcome(others(state, machines, effects), effects);
    }

    private Outcome ticked(OverlayState state, Instant now) {
        List<Effect> effects = new ArrayList<>();
        Channels channels = state.channels();
        OverlayState next =
                state.with(channels.with(Upkeep.audited(channels.sessions(), settings.audit(), now, effects)));
        next = next.with(next.resolution().asked(next, now, effects));
        next = next.with(next.health().asked(next, now, effects));
        for (KnownServer server : state.servers().values()) {
            boolean isGone = !server.isConnected()
                    && server.lastSeen().plus(settings.memory()).isBefore(now);
            next = isGone ? without(next, server, effects) : next;
        }
        return new Outcome(next, effects);
    }

    private OverlayState without(OverlayState state, KnownServer gone, List<Effect> effects) {
        SortedSet<DatabaseId> affected = new TreeSet<>();
        Holdings holdings = state.holdings().without(gone, state.servers().without(gone.database()), affected);
        OverlayState next = state.without(gone, holdings);
        if (gone.integration().isPresent()) {
            DatapathId bridge = gone.integration().get().dpid();
            next = next.with(bridge, planned(next, bridge));
        }
        return others(next, affected, effects);
    }
}
