package io.heddle.controller.tenant;

import io.heddle.controller.state.CarriageReport;
import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.Session;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.plan.OverlayOptions;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.TenantServer;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.sorted.PersistentMap;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that is known of tenants' networks on servers at one moment, immutable.
 *
 * @param startedAt when the controller started
 * @param tenants what tenants ask for
 * @param underlay the fabric that carries the tunnels
 * @param machines the servers
 * @param channels the control sessions of integration bridges
 * @param planned what was planned last
 * @param found what was found out beside that
 */
record OverlayState(
        Instant startedAt,
        TenantState tenants,
        Underlay underlay,
        Machines machines,
        Channels channels,
        Planned planned,
        Found found) {

    /**
     * Servers, as their databases and the fabric tell of them.
     *
     * @param servers the machines whose database was seen
     * @param bridges what is to be planned for, by integration bridge
     * @param holdings which machine has what only one can have
     */
    record Machines(
            PersistentMap<DatabaseId, KnownServer> servers,
            PersistentMap<DatapathId, TenantServer> bridges,
            Holdings holdings) {

        static final Machines NONE = new Machines(PersistentMap.empty(), PersistentMap.empty(), Holdings.NONE);
    }

    /**
     * What others answered.
     *
     * @param carriage what the fabric says of what it carries for tenants
     * @param resolution who is where on external networks
     * @param health which members of load balancers work
     */
    record Found(CarriageReport carriage, Resolution resolution, Health health) {

        static final Found NOTHING = new Found(CarriageReport.NOTHING, Resolution.NOTHING, Health.UNKNOWN);
    }

    /**
     * The control sessions of integration bridges, by bridge.
     *
     * @param sessions what each holds
     * @param footings how far each is
     */
    record Channels(PersistentMap<DatapathId, Session> sessions, PersistentMap<DatapathId, Footing> footings) {

        static final Channels NONE = new Channels(PersistentMap.empty(), PersistentMap.empty());

        Channels with(DatapathId dpid, Session session, Footing footing) {
            return new Channels(sessions.with(dpid, session), footings.with(dpid, footing));
        }

        @SuppressWarnings("ReferenceEquality") // a map keeps its instance when nothing changed
        Channels with(PersistentMap<DatapathId, Session> changed) {
            return changed == sessions ? this : new Channels(changed, footings);
        }

        Channels without(DatapathId dpid) {
            return new Channels(sessions.without(dpid), footings.without(dpid));
        }
    }

    /**
     * What was planned last.
     *
     * @param revision grows by one with every plan
     * @param isDue whether something changed since
     * @param tenants what it was planned for
     * @param plan what bridges should hold
     * @param since the revision that changed something for each port last
     * @param networks how many networks were planned so far, counted again each time
     * @param servers how many bridges were planned so far, counted again each time
     */
    record Planned(
            long revision,
            boolean isDue,
            TenantState tenants,
            OverlayPlan plan,
            PersistentMap<PortId, Long> since,
            long networks,
            long servers) {

        static Planned nothing(OverlayOptions options) {
            OverlayPlan empty = OverlayPlan.of(TenantState.empty(), new TreeMap<>(), options);
            return new Planned(0, false, TenantState.empty(), empty, PersistentMap.empty(), 0, 0);
        }

        Planned due(boolean isNow) {
            return isDue == isNow ? this : new Planned(revision, isNow, tenants, plan, since, networks, servers);
        }
    }

    /** A controller that has just started. */
    static OverlayState starting(OverlayOptions options, Instant now) {
        return new OverlayState(
                now,
                TenantState.empty(),
                Underlay.UNKNOWN,
                Machines.NONE,
                Channels.NONE,
                Planned.nothing(options),
                Found.NOTHING);
    }

    PersistentMap<DatabaseId, KnownServer> servers() {
        return machines.servers();
    }

    PersistentMap<DatapathId, TenantServer> bridges() {
        return machines.bridges();
    }

    Holdings holdings() {
        return machines.holdings();
    }

    CarriageReport carriage() {
        return found.carriage();
    }

    Resolution resolution() {
        return found.resolution();
    }

    Health health() {
        return found.health();
    }

    /** The machine that an integration bridge is on. */
    Optional<KnownServer> serverOf(DatapathId bridge) {
        return holdings().bridges().holder(bridge).flatMap(servers()::find);
    }

    /** The port whose interface is at that place. */
    Optional<TenantPort> portAt(ConnectPoint point) {
        return bridges()
                .find(point.dpid())
                .flatMap(server -> server.plugged().entrySet().stream()
                        .filter(plugged -> plugged.getValue().equals(point.port()))
                        .map(Map.Entry::getKey)
                        .findFirst())
                .flatMap(tenants.ports()::find);
    }

    /** Whether there is more to plan for than there was then. */
    @SuppressWarnings("ReferenceEquality") // a map keeps its instance when nothing changed
    boolean needsPlanSince(OverlayState earlier) {
        return tenants != earlier.tenants
                || bridges() != earlier.bridges()
                || (planned.isDue() && !earlier.planned.isDue());
    }

    OverlayState with(TenantState changed) {
        return new OverlayState(startedAt, changed, underlay, machines, channels, planned.due(true), found);
    }

    OverlayState with(Underlay changed) {
        return new OverlayState(startedAt, tenants, changed, machines, channels, planned, found);
    }

    private OverlayState with(Machines changed, Planned next) {
        return new OverlayState(startedAt, tenants, underlay, changed, channels, next, found);
    }

    OverlayState with(Channels changed) {
        return new OverlayState(startedAt, tenants, underlay, machines, changed, planned, found);
    }

    OverlayState with(Planned changed) {
        return new OverlayState(startedAt, tenants, underlay, machines, channels, changed, found);
    }

    private OverlayState with(Found changed, boolean isPlanDue) {
        Planned next = isPlanDue ? planned.due(true) : planned;
        return new OverlayState(startedAt, tenants, underlay, machines, channels, next, changed);
    }

    OverlayState with(CarriageReport changed) {
        return with(new Found(changed, resolution(), health()), false);
    }

    /** With what is known of external networks; a plan is due if somebody was found or lost. */
    OverlayState with(Resolution changed) {
        boolean isPlanDue = !changed.neighbours().equals(resolution().neighbours());
        return with(new Found(carriage(), changed, health()), isPlanDue);
    }

    /** With what is known of members of load balancers; a plan is due if some failed, or work again. */
    OverlayState with(Health changed) {
        boolean isPlanDue = !changed.failed().equals(health().failed());
        return with(new Found(carriage(), resolution(), changed), isPlanDue);
    }

    OverlayState with(KnownServer server, Holdings changed) {
        return with(new Machines(servers().with(server.database(), server), bridges(), changed), planned);
    }

    OverlayState with(KnownServer server) {
        return with(server, holdings());
    }

    /** With what is to be planned for a bridge; nothing when no machine has it. */
    OverlayState with(DatapathId bridge, Optional<TenantServer> changed) {
        if (bridges().find(bridge).equals(changed)) {
            return this;
        }
        PersistentMap<DatapathId, TenantServer> next = changed.map(
                        server -> bridges().with(bridge, server))
                .orElseGet(() -> bridges().without(bridge));
        return with(new Machines(servers(), next, holdings()), planned.due(true));
    }

    /** Without a machine that was given up. */
    OverlayState without(KnownServer server, Holdings changed) {
        return with(new Machines(servers().without(server.database()), bridges(), changed), planned);
    }
}
