package io.heddle.rest.networking;

import io.heddle.routing.tenant.Binding;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.PortStatus.Phase;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.isolation.IsolationCheck;
import io.heddle.routing.tenant.isolation.Standing;
import io.heddle.routing.tenant.plan.ExternalNeighbours;
import io.heddle.routing.tenant.plan.OverlayOptions;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.TenantServer;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.trace.Overlay;
import io.heddle.routing.tenant.trace.Probe;
import io.heddle.routing.tenant.traffic.Traffic;
import io.heddle.routing.tenant.traffic.TrafficLedger;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tenants to look at: networks of two projects in turn, {@code project-0} and {@code project-1}, whose ports are on sixteen servers.
 * Tokens are {@code admin} and the names of the projects. The last port of each network is plugged in nowhere.
 */
public final class DemoTenants {

    /** Of a data plane that has seen nothing. */
    public static final TenantSight NOTHING_SEEN = new TenantSight() {
        @Override
        public boolean isFailed(UUID member) {
            return false;
        }

        @Override
        public Overlay overlay() {
            return Overlay.none();
        }

        @Override
        public Optional<BridgePlan> planOf(DatapathId bridge) {
            return Optional.empty();
        }

        @Override
        public Optional<PortPlace> placeOf(PortId port) {
            return Optional.empty();
        }

        @Override
        public TrafficLedger traffic() {
            return TrafficLedger.empty();
        }

        @Override
        public Optional<IsolationCheck> isolation() {
            return Optional.empty();
        }
    };

    /** Of a data plane that sends nothing. */
    public static final Prober NOBODY_PROBES = probe -> CompletableFuture.completedFuture(Optional.empty());

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final StandardAttributes STANDARD = StandardAttributes.fresh("", START);
    private static final int SERVERS = 16;

    private final int ports;
    private final MemoryTenancy tenancy;
    private final AtomicReference<TrafficLedger> ledger = new AtomicReference<>(TrafficLedger.empty());
    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    private DemoTenants(int ports, TenantState state) {
        this.ports = ports;
        tenancy = new MemoryTenancy(state);
    }

    /** That many networks of that many ports each. */
    public static DemoTenants of(int networks, int ports) {
        return of(networks, ports, true);
    }

    /** The same, and what ports send is not looked at. */
    public static DemoTenants unguarded(int networks, int ports) {
        return of(networks, ports, false);
    }

    /** Networks that the fabric itself routes, each with one port that has one of these addresses. */
    public static DemoTenants routed(String... addresses) {
        TenantState state = TenantState.empty();
        for (int number = 0; number < addresses.length; number++) {
            IpAddress address = IpAddress.parse(addresses[number]);
            state = state.with(new TenantChange.Put(
                            network(number, new Segment(NetworkType.ROUTED, "", number + 1), 1500)))
                    .with(new TenantChange.Put(subnet(number, Cidr.containing(address, 24))))
                    .with(new TenantChange.Put(made(number, 0, true, address)));
        }
        return new DemoTenants(1, state);
    }

    private static DemoTenants of(int networks, int ports, boolean isGuarded) {
        TenantState state = TenantState.empty();
        for (int network = 0; network < networks; network++) {
            state = state.with(new TenantChange.Put(network(network))).with(new TenantChange.Put(subnet(network)));
            for (int port = 0; port < ports; port++) {
                state = state.with(new TenantChange.Put(made(network, port, isGuarded)));
            }
        }
        return new DemoTenants(ports, state);
    }

    /** Five seconds later every port that is plugged in has sent {@code bytes} more, and was sent twice as much. */
    public void carry(long bytes) {
        now.updateAndGet(before -> before.plusSeconds(5));
        TreeMap<PortId, Traffic> readings = new TreeMap<>();
        for (PortId port : tenancy.state().ports().keySet()) {
            if (isPlugged(port)) {
                Traffic before =
                        ledger.get().of(port).map(known -> known.total()).orElse(Traffic.NONE);
                readings.put(port, before.plus(new Traffic(bytes, bytes / 1000, 2 * bytes, bytes / 500)));
            }
        }
        ledger.updateAndGet(before -> before.with(readings, tenancy.state(), now.get()));
    }

    /** All that the interface is made of. */
    public Networking networking() {
        return networking(DemoTenants::fates);
    }

    /** The same with somebody else to probe. */
    public Networking networking(Prober prober) {
        return new Networking(tenancy, accounts(), this::status, sight(), prober, RequestLimits.defaults(), now::get);
    }

    /** All that is as large as it may be passes, and a router refuses what is larger. */
    private static CompletableFuture<Optional<SortedMap<Integer, Probe.Fate>>> fates(Probe probe) {
        SortedMap<Integer, Probe.Fate> fates = new TreeMap<>();
        probe.sizes()
                .forEach(size ->
                        fates.put(size, size <= 1450 ? new Probe.Fate.Arrived() : new Probe.Fate.TooLarge(1450)));
        return CompletableFuture.completedFuture(Optional.of(fates));
    }

    /** The identifier of a network. */
    public static NetworkId id(int network) {
        return new NetworkId(new UUID(0x1000_0000L + network, 0x8000_0000_0000_0000L));
    }

    /** The identifier of a port of a network. */
    public static PortId port(int network, int number) {
        return new PortId(new UUID(0x3000_0000L + network, 0x8000_0000_0000_0000L + number));
    }

    private static SubnetId subnetId(int network) {
        return new SubnetId(new UUID(0x2000_0000L + network, 0x8000_0000_0000_0000L));
    }

    private static ProjectId project(int network) {
        return new ProjectId("project-" + network % 2);
    }

    private static TenantNetwork network(int number) {
        NetworkType type = number % 2 == 0 ? NetworkType.VXLAN : NetworkType.GRE;
        return network(number, new Segment(type, "", number + 1), 1450);
    }

    private static TenantNetwork network(int number, Segment segment, int mtu) {
        return new TenantNetwork(
                id(number),
                project(number),
                "net-" + number,
                true,
                false,
                false,
                segment,
                mtu,
                true,
                Optional.empty(),
                STANDARD);
    }

    private static TenantSubnet subnet(int network) {
        return subnet(network, Cidr.parse("192.168.0.0/24"));
    }

    private static TenantSubnet subnet(int network, Cidr cidr) {
        return new TenantSubnet(
                subnetId(network),
                id(network),
                project(network),
                "",
                cidr,
                Optional.empty(),
                List.of(),
                true,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                STANDARD);
    }

    private static TenantPort made(int network, int number, boolean isGuarded) {
        return made(network, number, isGuarded, IpAddress.parse("192.168.0." + (10 + number)));
    }

    private static TenantPort made(int network, int number, boolean isGuarded, IpAddress address) {
        return new TenantPort(
                port(network, number),
                id(network),
                project(network),
                "vm-" + number,
                MacAddress.parse("02:00:00:00:00:%02x".formatted(number)),
                true,
                List.of(new FixedIp(subnetId(network), address)),
                "",
                "",
                isGuarded,
                List.of(),
                new TreeSet<>(),
                List.of(),
                Binding.NONE,
                Optional.empty(),
                STANDARD);
    }

    private boolean isPlugged(PortId port) {
        return (port.value().getLeastSignificantBits() & 0xffff) != ports - 1;
    }

    private PortStatus status(PortId port) {
        return isPlugged(port) ? new PortStatus(Phase.ACTIVE, "") : PortStatus.UNPLUGGED;
    }

    private TenantSight sight() {
        return new TenantSight() {
            @Override
            public boolean isFailed(UUID member) {
                return false;
            }

            @Override
            public Overlay overlay() {
                return DemoTenants.this.overlay();
            }

            @Override
            public Optional<BridgePlan> planOf(DatapathId bridge) {
                Overlay overlay = overlay();
                return Optional.ofNullable(overlay.plan().switches().get(bridge))
                        .map(plan -> new BridgePlan(overlay.name(bridge), 7, Optional.of(true), plan));
            }

            @Override
            public Optional<PortPlace> placeOf(PortId port) {
                int server = (int) (port.value().getLeastSignificantBits() & 0xffff) % SERVERS;
                return isPlugged(port)
                        ? Optional.of(new PortPlace(
                                "h" + server, Optional.of(Ipv4Address.of(10, server / 4, server % 4, 2)), "tap0"))
                        : Optional.empty();
            }

            @Override
            public TrafficLedger traffic() {
                return ledger.get();
            }

            @Override
            public Optional<IsolationCheck> isolation() {
                return Optional.of(check());
            }
        };
    }

    /** Of servers that hold what they are to. */
    private IsolationCheck check() {
        Overlay overlay = overlay();
        Standing standing = Standing.of(tenancy.state(), overlay.servers(), overlay.plan(), ExternalNeighbours.NONE);
        return new IsolationCheck(standing, overlay.plan().switches());
    }

    /** The servers as planned, at the addresses of the hosts of a fat-tree of four pods; their hash is known. */
    private Overlay overlay() {
        SortedMap<DatapathId, TenantServer> servers = new TreeMap<>();
        SortedMap<DatapathId, Overlay.Tunnelling> tunnelling = new TreeMap<>();
        SortedMap<DatapathId, String> names = new TreeMap<>();
        for (int server = 0; server < SERVERS; server++) {
            DatapathId bridge = new DatapathId(0x4844_0000_0000_0000L + server);
            TreeMap<PortId, PortNumber> plugged = new TreeMap<>();
            for (PortId port : tenancy.state().ports().keySet()) {
                if (isPlugged(port) && (port.value().getLeastSignificantBits() & 0xffff) % SERVERS == server) {
                    plugged.put(port, new PortNumber(plugged.size() + 1));
                }
            }
            servers.put(
                    bridge,
                    new TenantServer(
                            bridge,
                            Ipv4Address.of(10, server / 4, server / 2 % 2, 2 + server % 2),
                            new TreeMap<>(Map.of(
                                    NetworkType.VXLAN, new PortNumber(1000), NetworkType.GRE, new PortNumber(1001))),
                            new TreeMap<>(),
                            true,
                            plugged));
            tunnelling.put(bridge, new Overlay.Tunnelling(true, Optional.of(HashVariant.MURMUR)));
            names.put(bridge, "h" + server);
        }
        OverlayPlan plan = OverlayPlan.of(tenancy.state(), servers, OverlayOptions.defaults());
        return new Overlay(tenancy.state(), plan, servers, tunnelling, names);
    }

    private static Accounts accounts() {
        return new Accounts() {
            @Override
            public Optional<Requester> byToken(String token) {
                return switch (token) {
                    case "admin" -> Optional.of(new Requester(new ProjectId("admin"), Requester.Role.ADMIN));
                    case "project-0", "project-1" ->
                        Optional.of(new Requester(new ProjectId(token), Requester.Role.READER));
                    default -> Optional.empty();
                };
            }

            @Override
            public Optional<Requester> byPassword(String name, String password) {
                return Optional.empty();
            }
        };
    }
}
