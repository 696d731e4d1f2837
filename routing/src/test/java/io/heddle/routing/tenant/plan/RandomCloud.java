package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.QosPolicyId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tenants whose networks all have the same addresses and MAC addresses, and servers that come, go and misbehave, by a seed. */
final class RandomCloud {

    static final int HOSTS = 12;

    private static final int SERVERS = 6;
    private static final NetworkType[] TYPES = {NetworkType.VXLAN, NetworkType.VXLAN, NetworkType.GRE, NetworkType.VLAN
    };

    final Cloud cloud = new Cloud();
    private final SplittableRandom random;
    private final List<TenantNetwork> networks = new ArrayList<>();
    private final List<TenantSubnet> subnets = new ArrayList<>();
    private final List<TenantPort> ports = new ArrayList<>();
    private final List<TenantRouter> routers = new ArrayList<>();
    private final List<TenantPort> doors = new ArrayList<>();
    private final List<TenantSubnet> outside = new ArrayList<>();
    private final List<FloatingIp> floating = new ArrayList<>();
    private final List<QosPolicy> policies = new ArrayList<>();
    private int segments = 1;

    RandomCloud(long seed) {
        random = new SplittableRandom(seed);
        for (int i = 1; i <= SERVERS; i++) {
            cloud.server(i);
        }
    }

    /** Networks with ports that are all plugged, on servers of which one has no GRE. */
    static RandomCloud settled(long seed) {
        RandomCloud settled = new RandomCloud(seed);
        settled.cloud.server(
                1, Ipv4Address.of(10, 0, 0, 1), new TreeMap<>(Map.of(NetworkType.VXLAN, Cloud.VXLAN_PORT)));
        for (int i = 0; i < 5; i++) {
            settled.addNetwork();
        }
        for (int i = 0; i < 40; i++) {
            settled.addPort();
        }
        settled.ports.forEach(port -> settled.cloud.plug(port.id(), settled.aServer()));
        return settled;
    }

    List<TenantPort> ports() {
        return ports;
    }

    DatapathId aServer() {
        return Cloud.bridge(1 + random.nextInt(SERVERS));
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    SplittableRandom random() {
        return random;
    }

    /** One thing happens. */
    void step() {
        switch (random.nextInt(24)) {
            case 0 -> addNetwork();
            case 1, 2, 3 -> addPort();
            case 4, 5, 6 -> plugSomething();
            case 7 -> unplugSomething();
            case 8 -> changeServer();
            case 9 -> changePort();
            case 10 -> removePort();
            case 11 -> changeNetwork();
            case 12 -> addSubnet();
            case 13 -> addRouter();
            case 14, 15 -> joinSomething();
            case 16 -> changeRouter();
            case 17 -> lead();
            case 18 -> changeGateway();
            case 19 -> standFor();
            case 20 -> changePolicy();
            case 21, 22 -> limitSomething();
            default -> removeSubnet();
        }
    }

    private void addNetwork() {
        TenantNetwork network = cloud.network(TYPES[random.nextInt(TYPES.length)], segments++);
        networks.add(network);
        subnets.add(cloud.subnet(network, "10.9.0.0/16", random.nextBoolean()));
    }

    private void addSubnet() {
        if (!networks.isEmpty()) {
            subnets.add(cloud.advertised(any(networks), "2001:db8:" + Integer.toHexString(segments++) + "::/64"));
        }
    }

    private void removeSubnet() {
        if (!subnets.isEmpty()) {
            TenantSubnet subnet = any(subnets);
            boolean isUsed = Stream.concat(ports.stream(), doors.stream())
                    .anyMatch(port ->
                            port.fixedIps().stream().anyMatch(ip -> ip.subnet().equals(subnet.id())));
            if (!isUsed) {
                subnets.remove(subnet);
                cloud.removed(subnet);
            }
        }
    }

    private void addRouter() {
        routers.add(cloud.router());
    }

    /** Whatever overlaps: that routers join only what does not is for others to see to. */
    private void joinSomething() {
        if (!routers.isEmpty() && !subnets.isEmpty()) {
            doors.add(cloud.join(any(routers), any(subnets), 1_000 + segments++));
        }
    }

    private TenantSubnet outside() {
        if (outside.isEmpty()) {
            TenantNetwork network = cloud.network(new Segment(NetworkType.FLAT, Cloud.RACK, 0), true);
            outside.add(cloud.gatewayed(network, "203.0.0.0/16", "203.0.0.1"));
        }
        return outside.getFirst();
    }

    /** A router gets a way out. */
    private void lead() {
        if (!routers.isEmpty()) {
            TenantRouter router = any(routers);
            routers.remove(router);
            cloud.exit(router, outside(), 100 + segments++, random.nextInt(4) > 0);
            routers.add(cloud.state().routers().find(router.id()).orElseThrow());
        }
    }

    private void changeGateway() {
        cloud.gateway(1 + random.nextInt(SERVERS), random.nextBoolean());
    }

    /** A floating address for any port, behind that router or not. */
    private void standFor() {
        if (!floating.isEmpty() && random.nextInt(3) == 0) {
            cloud.removed(floating.removeLast());
        } else if (!routers.isEmpty() && !ports.isEmpty()) {
            TenantRouter router = any(routers);
            FloatingIp ip = cloud.floating(outside(), 100 + segments++, any(ports), router);
            floating.add(
                    random.nextInt(3) > 0
                            ? ip
                            : cloud.forwarding(ip, IpProtocol.TCP, 80, any(ports), 1 + random.nextInt(9), router));
        }
    }

    private void changePolicy() {
        if (policies.size() < 3) {
            policies.add(cloud.policy());
        } else {
            QosPolicy policy = any(policies);
            policies.remove(policy);
            policies.add(
                    random.nextInt(4) == 0
                            ? cloud.put(policy.withRules(List.of(), policy.standard()))
                            : cloud.limited(policy, 1 + random.nextInt(9_000), mark()));
        }
    }

    private Optional<Integer> mark() {
        return random.nextBoolean() ? Optional.of(46) : Optional.empty();
    }

    /** A port, a network or a floating address gets a policy, or has none any more. */
    private void limitSomething() {
        Optional<QosPolicyId> policy = policies.isEmpty() || random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of(any(policies).id());
        if (random.nextInt(3) > 0 && !ports.isEmpty()) {
            TenantPort port = any(ports);
            ports.remove(port);
            ports.add(cloud.put(port.withQos(policy)));
        } else if (random.nextBoolean() && !networks.isEmpty()) {
            TenantNetwork network = any(networks);
            networks.remove(network);
            networks.add(cloud.put(network.withQos(policy)));
        } else if (policy.isPresent() && !floating.isEmpty()) {
            FloatingIp ip = any(floating);
            floating.remove(ip);
            floating.add(cloud.limited(
                    ip, cloud.state().qosPolicies().find(policy.get()).orElseThrow()));
        }
    }

    private void changeRouter() {
        if (!routers.isEmpty()) {
            TenantRouter router = any(routers);
            Cidr beyond = Cidr.containing(IpAddress.parse("10.9.0.0"), random.nextInt(33));
            HostRoute route = new HostRoute(beyond, IpAddress.parse("10.9.0." + random.nextInt(HOSTS)));
            routers.remove(router);
            routers.add(cloud.changed(router, random.nextInt(3) > 0, List.of(route)));
        }
    }

    private void addPort() {
        if (subnets.isEmpty()) {
            return;
        }
        TenantSubnet subnet = any(subnets);
        int host = 1 + random.nextInt(HOSTS);
        IpAddress address = subnet.cidr().address().plus(host);
        boolean isTaken = ports.stream()
                .filter(port -> port.network().equals(subnet.network()))
                .anyMatch(port -> port.mac().value() == host);
        if (!isTaken) {
            ports.add(cloud.port(
                    subnet.network(),
                    host,
                    List.of(new FixedIp(subnet.id(), address)),
                    random.nextInt(5) > 0,
                    pairs()));
        }
    }

    private List<AddressPair> pairs() {
        if (random.nextInt(4) > 0) {
            return List.of();
        }
        Cidr cidr = Cidr.containing(IpAddress.parse("10.9.0." + random.nextInt(20)), 28 + random.nextInt(5));
        return List.of(new AddressPair(cidr, new MacAddress(1 + random.nextInt(2 * HOSTS))));
    }

    private void plugSomething() {
        if (!ports.isEmpty()) {
            DatapathId bridge = aServer();
            if (cloud.servers().containsKey(bridge)) {
                cloud.plug(any(ports).id(), bridge, 1 + random.nextInt(20));
            }
        }
    }

    private void unplugSomething() {
        TenantServer server = cloud.servers().get(aServer());
        if (server != null && !server.plugged().isEmpty()) {
            cloud.unplug(any(List.copyOf(server.plugged().keySet())), server.bridge());
        }
    }

    private void changeServer() {
        int number = 1 + random.nextInt(SERVERS);
        Map<NetworkType, PortNumber> one = Map.of(NetworkType.GRE, new PortNumber(5));
        switch (random.nextInt(5)) {
            case 0 -> cloud.gone(Cloud.bridge(number));
            case 1 -> cloud.server(number, Ipv4Address.UNSPECIFIED, new TreeMap<>(one));
            case 2 -> cloud.server(number, Ipv4Address.of(10, 0, 0, 1 + random.nextInt(2)), new TreeMap<>(one));
            default -> cloud.server(number);
        }
    }

    private void changePort() {
        if (!doors.isEmpty() && random.nextBoolean()) {
            TenantPort door = any(doors);
            doors.remove(door);
            if (random.nextBoolean()) {
                cloud.removed(door);
            } else {
                doors.add(cloud.changed(door, random.nextBoolean(), false, List.of()));
            }
        } else if (!ports.isEmpty()) {
            TenantPort port = any(ports);
            ports.remove(port);
            ports.add(cloud.changed(port, random.nextInt(4) > 0, random.nextBoolean(), pairs()));
        }
    }

    private void removePort() {
        if (!ports.isEmpty()) {
            TenantPort port = any(ports);
            ports.remove(port);
            cloud.removed(port);
        }
    }

    private void changeNetwork() {
        if (!networks.isEmpty()) {
            TenantNetwork network = any(networks);
            if (random.nextBoolean()) {
                cloud.down(network);
            } else {
                cloud.put(network);
            }
        }
    }
}
