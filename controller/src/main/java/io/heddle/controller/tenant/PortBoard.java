package io.heddle.controller.tenant;

import io.heddle.controller.state.IntegrationBridge;
import io.heddle.controller.state.PluggedInterface;
import io.heddle.controller.state.Session;
import io.heddle.rest.networking.BridgePlan;
import io.heddle.rest.networking.PortPlace;
import io.heddle.rest.networking.TenantSight;
import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.PortStatus.Phase;
import io.heddle.routing.tenant.PortStatuses;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.routing.tenant.isolation.IsolationCheck;
import io.heddle.routing.tenant.isolation.Standing;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.TenantServer;
import io.heddle.routing.tenant.request.Racks;
import io.heddle.routing.tenant.trace.Overlay;
import io.heddle.routing.tenant.trace.Overlay.Tunnelling;
import io.heddle.routing.tenant.traffic.TrafficLedger;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is known of tenants' ports, for everybody who asks, from the latest state; nobody waits.
 *
 * <pre>
 * DOWN    no server has an interface that says it is the port
 *         the plan cannot serve it (disabled, plugged twice, no tunnel, no fabric address, ...)
 *         its interface does not work, or its link is down
 *         the server's bridge is not connected, or refuses rules
 *         the fabric does not carry its VLAN, or does not route its address
 *         no server leads to the external network whose gateway it is
 * BUILD   its rules are on their way
 * ACTIVE  it is a router's, a floating address's or a load balancer's, and enabled, so that no interface has to be plugged in
 *         its server's bridge confirmed, in this session, the plan that last changed something for it, or a later one, and so did
 *         the switches of the fabric if it is on a VLAN that they carry, or has an address that they route
 * </pre>
 */
public final class PortBoard implements PortStatuses, TenantSight, Racks {

    private static final PortStatus ACTIVE = new PortStatus(Phase.ACTIVE, "");

    private final AtomicReference<Optional<OverlayState>> latest = new AtomicReference<>(Optional.empty());

    private final AtomicReference<TrafficLedger> traffic = new AtomicReference<>(TrafficLedger.empty());

    /** Shows {@code state}, and what was counted, from now on. */
    void show(OverlayState state, TrafficLedger counted) {
        latest.set(Optional.of(state));
        traffic.set(counted);
    }

    @Override
    public boolean isFailed(UUID member) {
        return latest.get()
                .filter(state -> state.health().failed().contains(member))
                .isPresent();
    }

    @Override
    public TrafficLedger traffic() {
        return traffic.get();
    }

    @Override
    public Optional<PortPlace> placeOf(PortId port) {
        return latest.get().flatMap(state -> place(state, port));
    }

    @Override
    public Optional<IsolationCheck> isolation() {
        return latest.get().filter(state -> !state.planned().isDue()).map(state -> {
            OverlayPlan plan = state.planned().plan();
            Standing standing = Standing.of(
                            state.planned().tenants(),
                            state.bridges(),
                            plan,
                            state.resolution().neighbours())
                    .without(state.carriage().routedTroubles().keySet());
            return new IsolationCheck(standing, plan.switches());
        });
    }

    static Optional<PortPlace> place(OverlayState state, PortId port) {
        return Optional.ofNullable(state.planned().plan().locations().get(port))
                .map(ConnectPoint::dpid)
                .map(bridge -> {
                    Optional<KnownServer> server = state.serverOf(bridge);
                    return new PortPlace(
                            name(server, bridge),
                            server.flatMap(KnownServer::address),
                            server.flatMap(each -> each.interfaceOf(port))
                                    .map(PluggedInterface::name)
                                    .orElse(""));
                });
    }

    @Override
    public Optional<DatapathId> ofHost(String host) {
        return latest.get()
                .flatMap(state -> state.servers().values().stream()
                        .filter(server -> server.isCalled(host))
                        .flatMap(server -> server.address().stream())
                        .flatMap(address ->
                                Optional.ofNullable(state.underlay().edges().get(address)).stream())
                        .findFirst());
    }

    @Override
    public Optional<DatapathId> ofPort(PortId port) {
        return latest.get()
                .flatMap(state -> place(state, port)
                        .flatMap(PortPlace::address)
                        .flatMap(address ->
                                Optional.ofNullable(state.underlay().edges().get(address))));
    }

    private static String name(Optional<KnownServer> server, DatapathId bridge) {
        return server.map(each -> each.facts().name())
                .filter(text -> !text.isEmpty())
                .orElse(bridge.toString());
    }

    @Override
    public Overlay overlay() {
        return latest.get().map(PortBoard::overlay).orElseGet(Overlay::none);
    }

    @Override
    public Optional<BridgePlan> planOf(DatapathId bridge) {
        return latest.get().flatMap(state -> {
            OverlayState.Planned planned = state.planned();
            Optional<Boolean> isInForce = state.channels()
                    .footings()
                    .find(bridge)
                    .map(footing -> !planned.isDue() && footing.through() >= planned.revision());
            return Optional.ofNullable(planned.plan().switches().get(bridge))
                    .map(plan ->
                            new BridgePlan(name(state.serverOf(bridge), bridge), planned.revision(), isInForce, plan));
        });
    }

    private static Overlay overlay(OverlayState state) {
        SortedMap<DatapathId, Tunnelling> tunnelling = new TreeMap<>();
        SortedMap<DatapathId, String> names = new TreeMap<>();
        state.bridges().keySet().forEach(bridge -> {
            Optional<KnownServer> server = state.serverOf(bridge);
            Optional<HashVariant> hash =
                    state.channels().sessions().find(bridge).flatMap(Session::hash);
            boolean isUserspace = server.flatMap(KnownServer::integration)
                    .filter(IntegrationBridge::isUserspace)
                    .isPresent();
            tunnelling.put(bridge, new Tunnelling(isUserspace, hash));
            names.put(bridge, name(server, bridge));
        });
        return new Overlay(state.planned().tenants(), state.planned().plan(), state.bridges(), tunnelling, names);
    }

    @Override
    public PortStatus of(PortId port) {
        return latest.get().map(state -> status(state, port)).orElse(PortStatus.UNPLUGGED);
    }

    /** How many networks, and how many servers' bridges, were planned so far; once more each time. */
    public SortedMap<String, Long> totals() {
        SortedMap<String, Long> totals = new TreeMap<>();
        latest.get().map(OverlayState::planned).ifPresent(planned -> {
            totals.put("tenant_networks_planned", planned.networks());
            totals.put("tenant_bridges_planned", planned.servers());
        });
        return totals;
    }

    /** What is wrong with servers, as sentences. */
    public List<String> serverTroubles() {
        return latest.get().map(ServerTroubles::of).orElse(List.of());
    }

    static PortStatus status(OverlayState state, PortId port) {
        Optional<TenantPort> ofLayer3 = state.tenants().ports().find(port).filter(TenantPort::isOfLayer3);
        return ofLayer3.isPresent() ? statusOfLayer3(state, ofLayer3.get()) : statusOfPlugged(state, port);
    }

    private static PortStatus statusOfLayer3(OverlayState state, TenantPort port) {
        Optional<String> trouble = port.adminUp()
                ? Optional.ofNullable(state.planned().plan().troubles().get(port.id()))
                        .or(() -> missingExit(state, port))
                : Optional.of("The port is administratively down.");
        return trouble.map(reason -> new PortStatus(Phase.DOWN, reason)).orElse(ACTIVE);
    }

    /** Why a router whose gateway the port is has no way out. */
    private static Optional<String> missingExit(OverlayState state, TenantPort port) {
        boolean isLedOut = !port.deviceOwner().equals(TenantPort.ROUTER_GATEWAY)
                || state.planned().plan().exits().containsKey(RouterId.parse(port.deviceId()));
        return isLedOut
                ? Optional.empty()
                : Optional.of(
                        "No server leads to network " + port.network()
                                + ", or the router is disabled. A server that is connected"
                                + " does by external_ids:heddle-bridge-mappings=PHYSICAL_NETWORK:BRIDGE in its Open_vSwitch table.");
    }

    private static PortStatus statusOfPlugged(OverlayState state, PortId port) {
        Optional<ConnectPoint> location =
                Optional.ofNullable(state.planned().plan().locations().get(port));
        if (location.isEmpty() && state.tenants().trunkWith(port).isPresent()) {
            return statusOfSubport(state, state.tenants().trunkWith(port).get());
        } else if (location.isEmpty()) {
            return state.planned().isDue()
                            && state.holdings().ports().holder(port).isPresent()
                            && state.bridges().values().stream()
                                    .anyMatch(server -> server.plugged().containsKey(port))
                    ? new PortStatus(Phase.BUILD, "Its rules are being planned.")
                    : PortStatus.UNPLUGGED;
        }
        DatapathId bridge = location.get().dpid();
        Optional<KnownServer> server = state.serverOf(bridge);
        String name = name(server, bridge);
        return obstacle(state, port, server, name)
                .or(() -> server.flatMap(each -> ServerTroubles.addressOfAnother(state, each)))
                .or(() -> Optional.ofNullable(state.planned().plan().troubles().get(port)))
                .map(reason -> new PortStatus(Phase.DOWN, reason))
                .or(() -> atBridge(state, port, bridge, name))
                .or(() -> atFabric(state, port, bridge))
                .orElseGet(() -> rivals(state, port, name)
                        .map(reason -> new PortStatus(Phase.ACTIVE, reason))
                        .orElse(ACTIVE))
                .on(name);
    }

    /** The status of a subport without an interface, which is made for it where its trunk is. */
    private static PortStatus statusOfSubport(OverlayState state, TenantTrunk trunk) {
        return state.holdings()
                .ports()
                .holder(trunk.port())
                .map(machine -> new PortStatus(
                        Phase.BUILD,
                        "Its way into trunk " + trunk.id() + " is being made on server "
                                + ServerTroubles.name(state, machine) + "."))
                .orElseGet(() -> new PortStatus(
                        Phase.DOWN,
                        "No server has an interface whose iface-id is the parent port " + trunk.port()
                                + " of its trunk."));
    }

    private static Optional<String> rivals(OverlayState state, PortId port, String name) {
        return state.holdings().ports().rivals(port).stream()
                .filter(rival -> state.servers()
                        .find(rival)
                        .filter(KnownServer::isConnected)
                        .isPresent())
                .findFirst()
                .map(rival -> "Server " + ServerTroubles.name(state, rival)
                        + " has an interface for it too, which carries nothing as that of" + " server " + name
                        + " was first.");
    }

    private static Optional<String> obstacle(
            OverlayState state, PortId port, Optional<KnownServer> server, String name) {
        Optional<PluggedInterface> plugged = server.flatMap(each -> each.interfaceOf(port));
        if (plugged.filter(each -> !each.error().isEmpty()).isPresent()) {
            return Optional.of("Open vSwitch on server " + name + " cannot use its interface: "
                    + plugged.get().error() + ".");
        }
        boolean isAdminUp = state.tenants()
                .ports()
                .find(port)
                .filter(each -> each.adminUp())
                .isPresent();
        return isAdminUp && plugged.filter(each -> !each.isUp()).isPresent()
                ? Optional.of("The link of its interface " + plugged.get().name() + " on server " + name + " is down.")
                : Optional.empty();
    }

    private static Optional<PortStatus> atFabric(OverlayState state, PortId id, DatapathId bridge) {
        Optional<Ipv4Address> underlay = state.bridges().find(bridge).map(TenantServer::underlay);
        return state.tenants().ports().find(id).flatMap(port -> {
            TenantInterfaces its = state.planned().plan().interfaces(port.network());
            return underlay.flatMap(
                    server -> onVlan(state, port, its, server).or(() -> routed(state, port, its, server)));
        });
    }

    private static Optional<PortStatus> onVlan(
            OverlayState state, TenantPort port, TenantInterfaces its, Ipv4Address server) {
        return its.vlans().stream()
                .filter(known ->
                        known.mac().equals(port.mac()) && known.server().equals(server))
                .findFirst()
                .flatMap(member -> carried(
                        Optional.ofNullable(state.carriage().vlanTroubles().get(member.vlan())),
                        state.carriage().vlans().contains(member),
                        "The fabric is being told of its VLAN."));
    }

    private static Optional<PortStatus> routed(
            OverlayState state, TenantPort port, TenantInterfaces its, Ipv4Address server) {
        return its.routed().stream()
                .filter(known -> known.server().equals(server)
                        && port.fixedIps().stream().anyMatch(ip -> ip.address().equals(IpAddress.of(known.address()))))
                .flatMap(member -> carried(
                        Optional.ofNullable(state.carriage().routedTroubles().get(member.address())),
                        state.carriage().routed().contains(member),
                        "The fabric is being told where its address is.")
                        .stream())
                .findFirst();
    }

    private static Optional<PortStatus> carried(Optional<String> trouble, boolean isConfirmed, String otherwise) {
        return trouble.map(reason -> new PortStatus(Phase.DOWN, reason))
                .or(() -> isConfirmed ? Optional.empty() : Optional.of(new PortStatus(Phase.BUILD, otherwise)));
    }

    private static Optional<PortStatus> atBridge(OverlayState state, PortId port, DatapathId bridge, String name) {
        Optional<Session> session = state.channels().sessions().find(bridge);
        if (session.isEmpty()) {
            return Optional.of(new PortStatus(
                    Phase.DOWN,
                    "The integration bridge of server " + name
                            + " is not connected to the controller; it forwards as it was told before."));
        }
        if (!session.get().refusals().isEmpty()) {
            return Optional.of(new PortStatus(
                    Phase.DOWN,
                    "Server " + name + " refuses rules: "
                            + session.get().refusals().getLast()));
        }
        long through =
                state.channels().footings().find(bridge).map(Footing::through).orElse(-1L);
        long since = state.planned().since().find(port).orElse(0L);
        return through >= since && through >= 0
                ? Optional.empty()
                : Optional.of(new PortStatus(Phase.BUILD, "Its rules are on their way to server " + name + "."));
    }
}
