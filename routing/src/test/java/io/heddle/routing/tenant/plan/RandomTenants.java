package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.AddressGroup;
import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortSpan;
import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Tenants of everything there is, all with the same addresses and MAC addresses, by a seed: networks of every type, routers with routes and
 * ways out, floating addresses, security groups that name each other, ports without port security or with further addresses, and much that
 * is switched off or not plugged in.
 */
public final class RandomTenants {

    private static final int SERVERS = 4;
    private static final NetworkType[] TYPES = {NetworkType.VXLAN, NetworkType.GRE, NetworkType.VLAN};
    private static final String GATEWAY = "203.0.113.1";
    private static final String GATEWAY_SIX = "2001:db8:ffff::1";

    private final Cloud cloud = new Cloud();
    private final SplittableRandom random;
    private final List<TenantPort> ports = new ArrayList<>();
    private final AddressGroup addresses;
    private final TenantSubnet outside;
    private final TenantSubnet outsideSix;
    private final boolean isGatewayFound;
    private int segments = 1;
    private int outsiders = 10;

    /** So many tenants, each with up to so many ports on each network. */
    public RandomTenants(long seed, int tenants, int portsEach) {
        random = new SplittableRandom(seed);
        for (int i = 1; i <= SERVERS; i++) {
            cloud.server(i);
        }
        if (isRarely(3)) {
            cloud.server(1, Ipv4Address.of(10, 0, 0, 1), new TreeMap<>(Map.of(NetworkType.VXLAN, Cloud.VXLAN_PORT)));
        }
        cloud.gateway(3, true);
        cloud.gateway(4, !isRarely(3));
        addresses = cloud.addresses(
                "10.0.0.100/30",
                "10.0.0.96/28",
                "10.1.0.112/32",
                "203.0.113.0/26",
                "2001:db8:1::/64",
                "2001:db8::64/127");
        TenantNetwork flat = cloud.network(new Segment(NetworkType.FLAT, Cloud.RACK, 0), true);
        outside = cloud.gatewayed(flat, "203.0.113.0/24", GATEWAY);
        outsideSix = cloud.gatewayed(flat, "2001:db8:ffff::/64", GATEWAY_SIX);
        isGatewayFound = !isRarely(4);
        for (int i = 0; i < tenants; i++) {
            addTenant(portsEach);
        }
        if (isRarely(3)) {
            addOnRack();
        }
        for (int i = 0; i < random.nextInt(3); i++) {
            TenantPort port = cloud.port(outside, 240 + i, 240 + i);
            if (i == 0) {
                port = cloud.also(port, outsideSix, 240);
            }
            ports.add(port);
            cloud.plug(port.id(), bridge());
        }
    }

    private boolean isRarely(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void addTenant(int portsEach) {
        List<SecurityGroupId> groups = List.of(cloud.group(), cloud.group(), cloud.group());
        for (int i = 0; i < 8; i++) {
            addRule(groups);
        }
        List<TenantSubnet> subnets = new ArrayList<>();
        int networks = 1 + random.nextInt(3);
        for (int i = 0; i < networks; i++) {
            TenantNetwork network = cloud.network(TYPES[random.nextInt(TYPES.length)], segments++);
            List<TenantSubnet> own = new ArrayList<>();
            own.add(cloud.subnet(network, "10." + i + ".0.0/24", random.nextBoolean()));
            if (isRarely(2)) {
                own.add(cloud.advertised(network, "2001:db8:" + i + "::/64"));
            }
            for (int k = 0; k < 1 + random.nextInt(portsEach); k++) {
                addPort(own, groups);
            }
            if (isRarely(10)) {
                cloud.down(network);
            }
            subnets.addAll(own);
        }
        if (random.nextBoolean()) {
            addRouted(portsEach, groups);
        }
        for (int i = 0; i < random.nextInt(3); i++) {
            addRouter(subnets, 1 + i);
        }
    }

    /** A network that the fabric itself routes, with addresses that nobody else has. */
    private void addRouted(int portsEach, List<SecurityGroupId> groups) {
        int number = segments++;
        String prefix = "172.20." + number;
        TenantNetwork network = cloud.network(NetworkType.ROUTED, number);
        TenantSubnet subnet = cloud.gatewayed(network, prefix + ".0/24", prefix + ".1");
        Peer lent = new Peer.Block(Cidr.parse(isRarely(2) ? "172.20.0.0/16" : prefix + ".0/25"));
        for (Direction direction : Direction.values()) {
            cloud.rule(any(groups), direction, IpVersion.V4, Optional.empty(), Optional.empty(), Optional.of(lent));
        }
        for (int i = 0; i < 1 + random.nextInt(portsEach); i++) {
            int host = 100 + ports.size() % 20;
            List<FixedIp> ips =
                    List.of(new FixedIp(subnet.id(), subnet.cidr().address().plus(host)));
            finish(cloud.port(network.id(), host, ips, true, List.of()), groups);
        }
        if (isRarely(10)) {
            cloud.down(network);
        }
    }

    private void addPort(List<TenantSubnet> subnets, List<SecurityGroupId> groups) {
        int host = 100 + ports.size() % 20;
        List<FixedIp> ips = subnets.stream()
                .map(subnet -> new FixedIp(subnet.id(), subnet.cidr().address().plus(host)))
                .toList();
        boolean isGuarded = !isRarely(6);
        TenantPort port =
                cloud.port(subnets.getFirst().network(), host, ips, isGuarded, isRarely(6) ? pairs(host) : List.of());
        finish(port, groups);
    }

    /** Puts a new port into groups, perhaps switches it off or limits it, and plugs it in. */
    private void finish(TenantPort fresh, List<SecurityGroupId> groups) {
        boolean isGuarded = fresh.portSecurity();
        TenantPort port = fresh;
        if (!isGuarded) {
            port = cloud.inGroups(port);
        } else if (!isRarely(3)) {
            port = cloud.inGroups(
                    port, groups.stream().filter(group -> random.nextBoolean()).toArray(SecurityGroupId[]::new));
        }
        if (isRarely(12)) {
            port = cloud.changed(port, false, isGuarded, port.allowedPairs());
        }
        if (port.mac().value() % 4 == 0) {
            QosPolicy policy = cloud.limited(cloud.policy(), 5_000, Optional.of(46));
            port = cloud.put(port.withQos(Optional.of(policy.id())));
        }
        ports.add(port);
        if (!isRarely(10)) {
            cloud.plug(port.id(), bridge());
        }
    }

    private DatapathId bridge() {
        return Cloud.bridge(1 + random.nextInt(SERVERS));
    }

    private List<AddressPair> pairs(int host) {
        Cidr cidr = Cidr.containing(IpAddress.parse("10.0.0." + (100 + random.nextInt(20))), 29 + random.nextInt(4));
        return List.of(new AddressPair(cidr, new MacAddress(isRarely(2) ? host : 200 + random.nextInt(3))));
    }

    private void addRule(List<SecurityGroupId> groups) {
        IpVersion version = isRarely(4) ? IpVersion.V6 : IpVersion.V4;
        Optional<Integer> protocol = switch (random.nextInt(5)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(version == IpVersion.V4 ? RandomGroups.ICMP : RandomGroups.ICMPV6);
            case 2 -> Optional.of(RandomGroups.UDP);
            default -> Optional.of(RandomGroups.TCP);
        };
        Optional<Span> span = protocol.filter(number -> !isRarely(3)).map(number -> {
            int first = 20 + random.nextInt(60);
            return number == RandomGroups.TCP || number == RandomGroups.UDP
                    ? new Span(first, first + random.nextInt(100))
                    : new Span(version == IpVersion.V4 ? 8 : 128, -random.nextInt(2));
        });
        Direction direction = random.nextBoolean() ? Direction.INGRESS : Direction.EGRESS;
        cloud.rule(any(groups), direction, version, protocol, span, peer(groups, version));
    }

    private Optional<Peer> peer(List<SecurityGroupId> groups, IpVersion version) {
        return switch (random.nextInt(4)) {
            case 0 -> Optional.of(new Peer.Group(any(groups)));
            case 1 ->
                Optional.of(new Peer.Block(
                        version == IpVersion.V4
                                ? Cidr.containing(
                                        IpAddress.parse("10." + random.nextInt(3) + ".0." + (100 + random.nextInt(20))),
                                        16 + random.nextInt(17))
                                : Cidr.parse("2001:db8:" + random.nextInt(3) + "::/48")));
            case 2 -> segments % 2 == 0 ? Optional.of(new Peer.Addresses(addresses.id())) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private void addRouter(List<TenantSubnet> subnets, int host) {
        TenantRouter router = cloud.router();
        List<TenantSubnet> joined =
                subnets.stream().filter(subnet -> !isRarely(3)).toList();
        joined.forEach(subnet -> cloud.join(router, subnet, host));
        if (isRarely(3)) {
            List<HostRoute> routes = List.of(new HostRoute(
                    Cidr.parse(isRarely(2) ? "10.1.0.0/25" : "192.168.0.0/16"),
                    IpAddress.parse("10.0.0." + (100 + random.nextInt(20)))));
            cloud.changed(router, true, routes);
        }
        if (isRarely(8)) {
            cloud.changed(router, false, List.of());
        }
        if (!joined.isEmpty() && isRarely(2)) {
            TenantPort exit =
                    cloud.exit(state().routers().find(router.id()).orElseThrow(), outside, outsiders++, !isRarely(3));
            if (outsiders % 4 != 0) {
                cloud.also(exit, outsideSix, outsiders);
            }
            ports.stream()
                    .filter(port -> port.network().equals(joined.getFirst().network()))
                    .filter(port -> isRarely(2))
                    .forEach(port -> addFloating(port, router));
        }
    }

    /** A floating address that stands for a port, or of which two ports lead there. */
    private void addFloating(TenantPort port, TenantRouter router) {
        FloatingIp ip = cloud.floating(outside, outsiders++, port, router);
        if (outsiders % 3 == 0) {
            FloatingIp forwarding = cloud.forwarding(ip, IpProtocol.TCP, 22, port, 2222, router);
            FloatingIp another = cloud.forwarding(forwarding, IpProtocol.UDP, 53, port, 53, router);
            PortSpan many = new PortSpan(1000, 1000 + outsiders);
            cloud.forwarding(another, IpProtocol.UDP, many, port, many, router);
        }
    }

    /** Ports on the physical network itself, tagged there. */
    private void addOnRack() {
        TenantNetwork network = cloud.network(new Segment(NetworkType.VLAN, Cloud.RACK, 77), false);
        TenantSubnet subnet = cloud.subnet(network, "10.0.0.0/24", true);
        for (int i = 0; i < 3; i++) {
            TenantPort port = cloud.port(subnet, 100 + i, 100 + i);
            ports.add(port);
            cloud.plug(port.id(), bridge());
        }
    }

    /** What they asked for. */
    public TenantState state() {
        return cloud.state();
    }

    /** The servers. */
    public SortedMap<DatapathId, TenantServer> servers() {
        return cloud.servers();
    }

    /** The ports of tenants, whatever became of them since. */
    public List<TenantPort> ports() {
        return ports.stream()
                .map(port -> state().ports().find(port.id()).orElseThrow())
                .toList();
    }

    /** Who was found on the external network. */
    public ExternalNeighbours neighbours() {
        return isGatewayFound
                ? ExternalNeighbours.NONE
                        .with(outside.network(), IpAddress.parse(GATEWAY), new MacAddress(0x0200_0000_00feL))
                        .with(outside.network(), IpAddress.parse(GATEWAY_SIX), new MacAddress(0x0200_0000_00fdL))
                : ExternalNeighbours.NONE;
    }

    /** What the servers are to hold. */
    public OverlayPlan plan() {
        return cloud.plan().next(cloud.state(), cloud.servers(), neighbours());
    }
}
