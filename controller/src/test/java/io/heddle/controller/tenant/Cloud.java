package io.heddle.controller.tenant;

import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.Installed;
import io.heddle.controller.state.IntegrationBridge;
import io.heddle.controller.state.OpenFlowPorts;
import io.heddle.controller.state.PluggedInterface;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.controller.state.ServerFacts;
import io.heddle.controller.state.SwitchDescription;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.tenant.Binding;
import io.heddle.routing.tenant.DhcpOption;
import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Tenants and servers around the pure part of the loop, whose effects a test answers as it likes. */
final class Cloud {
    static final OverlaySettings SETTINGS = OverlaySettings.at(OpenFlowPorts.plain(6653), Duration.ofSeconds(60));

    private static final ProjectId PROJECT = new ProjectId("blue");
    private static final StandardAttributes STANDARD = StandardAttributes.fresh("", Instant.EPOCH);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final OverlayStep step = new OverlayStep(SETTINGS);
    private final OverlaySettlement settlement = new OverlaySettlement(SETTINGS);
    private final List<Effect> effects = new ArrayList<>();
    private TenantState tenants = TenantState.empty();
    private Instant now = START;
    private OverlayState state = OverlayState.starting(SETTINGS.plan(), START);
    private long identifiers = 1;

    OverlayState state() {
        return state;
    }

    void pass(Duration time) {
        now = now.plus(time);
        apply(new OverlayEvent.Ticked());
    }

    /** Applies events as one burst. */
    void apply(OverlayEvent... events) {
        for (OverlayEvent event : events) {
            take(step.apply(state, event, now));
        }
        take(settlement.settle(state, now));
    }

    void report(FabricEvent event) {
        apply(new OverlayEvent.Reported(event));
    }

    private void take(OverlayStep.Outcome outcome) {
        state = outcome.state();
        effects.addAll(outcome.effects());
    }

    /** What was to be done of that kind since this was last asked for. */
    <E extends Effect> List<E> done(Class<E> kind) {
        List<E> found =
                effects.stream().filter(kind::isInstance).map(kind::cast).toList();
        effects.removeIf(kind::isInstance);
        return found;
    }

    /** Every bridge confirms all that it was sent. */
    void confirm() {
        done(Effect.ApplyChanges.class)
                .forEach(sent -> report(new FabricEvent.ChangesConfirmed(sent.dpid(), sent.revision())));
    }

    PortStatus status(TenantPort port) {
        return PortBoard.status(state, port.id());
    }

    private UUID id() {
        return new UUID(identifiers++, 0x8000_0000_0000_0000L);
    }

    TenantNetwork network() {
        return network(NetworkType.VXLAN);
    }

    TenantNetwork network(NetworkType type) {
        TenantNetwork network = new TenantNetwork(
                new NetworkId(id()),
                PROJECT,
                "",
                true,
                false,
                false,
                new Segment(type, "", identifiers),
                1450,
                true,
                Optional.empty(),
                STANDARD);
        put(new TenantChange.Put(network));
        return network;
    }

    /** An external network with that tag on physical network {@code rack}. */
    TenantNetwork external(int vlan) {
        TenantNetwork network = new TenantNetwork(
                new NetworkId(id()),
                PROJECT,
                "",
                true,
                false,
                true,
                new Segment(NetworkType.VLAN, "rack", vlan),
                1500,
                true,
                Optional.empty(),
                STANDARD);
        put(new TenantChange.Put(network));
        return network;
    }

    /** A router with a way out by the network of a subnet, and its port there. */
    TenantPort leaving(TenantSubnet subnet, String address) {
        TenantRouter router = router();
        TenantPort port = owned(router, TenantPort.ROUTER_GATEWAY, subnet, address);
        put(new TenantChange.Put(new TenantRouter(
                router.id(),
                router.project(),
                router.name(),
                true,
                Optional.of(new ExternalGateway(subnet.network(), port.id(), true)),
                List.of(),
                router.number(),
                STANDARD)));
        return port;
    }

    TenantSubnet subnet(TenantNetwork network, String cidr, String gateway, boolean dhcp, HostRoute... routes) {
        TenantSubnet subnet = new TenantSubnet(
                new SubnetId(id()),
                network.id(),
                PROJECT,
                "",
                Cidr.parse(cidr),
                gateway.isEmpty() ? Optional.empty() : Optional.of(IpAddress.parse(gateway)),
                List.of(),
                dhcp,
                List.of(IpAddress.parse("9.9.9.9")),
                List.of(routes),
                Optional.empty(),
                Optional.empty(),
                STANDARD);
        put(new TenantChange.Put(subnet));
        return subnet;
    }

    /** A subnet whose hosts are told of it by advertisements. */
    TenantSubnet advertised(TenantNetwork network, String cidr, Ipv6Mode mode) {
        TenantSubnet subnet = new TenantSubnet(
                new SubnetId(id()),
                network.id(),
                PROJECT,
                "",
                Cidr.parse(cidr),
                Optional.empty(),
                List.of(),
                true,
                List.of(IpAddress.parse("2001:db8::53")),
                List.of(),
                Optional.of(mode),
                Optional.of(mode),
                STANDARD);
        put(new TenantChange.Put(subnet));
        return subnet;
    }

    TenantPort port(TenantNetwork network) {
        return port(network, true, List.of());
    }

    TenantPort port(TenantNetwork network, TenantSubnet subnet, String address, DhcpOption... options) {
        return port(network, true, List.of(new FixedIp(subnet.id(), IpAddress.parse(address))), options);
    }

    TenantPort port(TenantNetwork network, boolean adminUp, List<FixedIp> addresses, DhcpOption... options) {
        TenantPort port = new TenantPort(
                new PortId(id()),
                network.id(),
                PROJECT,
                "",
                MacAddress.parse("02:00:00:00:00:%02x".formatted(identifiers)),
                adminUp,
                addresses,
                "",
                "",
                true,
                List.of(),
                new TreeSet<>(),
                List.of(options),
                Binding.NONE,
                Optional.empty(),
                STANDARD);
        put(new TenantChange.Put(port));
        return port;
    }

    TenantRouter router() {
        TenantRouter router = new TenantRouter(
                new RouterId(id()), PROJECT, "", true, Optional.empty(), List.of(), (int) identifiers, STANDARD);
        put(new TenantChange.Put(router));
        return router;
    }

    /** The port by which a router joins the network of a subnet. */
    TenantPort join(TenantRouter router, TenantSubnet subnet, String address) {
        return owned(router, TenantPort.ROUTER_INTERFACE, subnet, address);
    }

    private TenantPort owned(TenantRouter router, String owner, TenantSubnet subnet, String address) {
        TenantPort port = new TenantPort(
                new PortId(id()),
                subnet.network(),
                PROJECT,
                "",
                MacAddress.parse("02:00:00:00:01:%02x".formatted(identifiers)),
                true,
                List.of(new FixedIp(subnet.id(), IpAddress.parse(address))),
                router.id().toString(),
                owner,
                false,
                List.of(),
                new TreeSet<>(),
                List.of(),
                Binding.NONE,
                Optional.empty(),
                STANDARD);
        put(new TenantChange.Put(port));
        return port;
    }

    void put(TenantChange change) {
        tenants = tenants.with(change);
        apply(new OverlayEvent.TenantsChanged(tenants));
    }

    static DatabaseId database(int server) {
        return new DatabaseId(new UUID(7, server));
    }

    static DatapathId bridge(int server) {
        return IntegrationBridge.dpidOf(database(server));
    }

    static MacAddress mac(int server) {
        return MacAddress.parse("02:ff:00:00:00:%02x".formatted(server));
    }

    static Ipv4Address underlay(int server) {
        return Ipv4Address.of(10, 0, 0, server);
    }

    /** What a machine's database says that has no integration bridge yet. */
    static ServerFacts bare(int server, DatapathId... others) {
        SortedSet<MacAddress> macs = new TreeSet<>(List.of(mac(server)));
        return new ServerFacts(
                "s" + server,
                "h" + server,
                Optional.empty(),
                false,
                macs,
                new TreeSet<>(List.of(others)),
                Optional.empty());
    }

    /** What it says once its bridge is there and these ports are plugged in, numbered from 1 on. */
    static ServerFacts ready(int server, TenantPort... plugged) {
        List<PluggedInterface> interfaces = new ArrayList<>();
        for (TenantPort port : plugged) {
            int number = interfaces.size() + 1;
            interfaces.add(
                    new PluggedInterface("tap" + number, port.id(), Optional.of(new PortNumber(number)), true, ""));
        }
        return with(server, interfaces);
    }

    static ServerFacts with(int server, List<PluggedInterface> interfaces) {
        ServerFacts bare = bare(server);
        SortedMap<NetworkType, PortNumber> tunnels =
                new TreeMap<>(Map.of(NetworkType.VXLAN, new PortNumber(1000), NetworkType.GRE, new PortNumber(1001)));
        tunnels.put(NetworkType.VLAN, new PortNumber(1002));
        return with(bare, server, tunnels, new TreeMap<>(), interfaces);
    }

    /** The same machine with a cable to physical network {@code rack}. */
    static ServerFacts gateway(int server) {
        SortedMap<NetworkType, PortNumber> tunnels = new TreeMap<>(Map.of(NetworkType.VXLAN, new PortNumber(1000)));
        return with(bare(server), server, tunnels, new TreeMap<>(Map.of("rack", new PortNumber(1003))), List.of());
    }

    private static ServerFacts with(
            ServerFacts bare,
            int server,
            SortedMap<NetworkType, PortNumber> tunnels,
            SortedMap<String, PortNumber> uplinks,
            List<PluggedInterface> interfaces) {
        SortedMap<PortId, PluggedInterface> plugged = new TreeMap<>();
        interfaces.forEach(each -> plugged.put(each.iface(), each));
        return new ServerFacts(
                bare.systemId(),
                bare.hostname(),
                bare.underlay(),
                false,
                bare.macs(),
                bare.others(),
                Optional.of(new IntegrationBridge(
                        bridge(server),
                        true,
                        Optional.of(underlay(server)),
                        tunnels,
                        uplinks,
                        PersistentMap.copyOf(plugged),
                        new TreeMap<>())));
    }

    /** The same machine, whose operator noted its fabric address. */
    static ServerFacts at(Ipv4Address underlay, ServerFacts facts) {
        return new ServerFacts(
                facts.systemId(),
                facts.hostname(),
                Optional.of(underlay),
                facts.isDeclined(),
                facts.macs(),
                facts.others(),
                facts.integration());
    }

    /** The database of a machine connects and says this. */
    void seen(int server, ServerFacts facts) {
        report(new FabricEvent.ServerSeen(database(server), facts));
    }

    /** The bridge of a machine connects and holds this. */
    void connected(int server, SwitchPlan held) {
        report(new FabricEvent.SwitchConnected(
                bridge(server),
                ProtocolVersion.OF_1_5,
                new SwitchDescription("", "", "", "", ""),
                List.of(),
                new Installed(held, List.of(), List.of(), 0),
                "test"));
    }

    /** A machine that is ready, its bridge connected and empty. */
    void server(int server, TenantPort... plugged) {
        seen(server, ready(server, plugged));
        connected(server, SwitchPlan.empty());
    }

    SwitchPlan planned(int server) {
        return state.planned().plan().switches().getOrDefault(bridge(server), SwitchPlan.empty());
    }
}
