package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.Binding;
import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** What tenants ask for, resource by resource, for tests. */
class Wanted {

    private static final long ROUTER_MACS = 0x0200_0000_0000L;
    static final ProjectId PROJECT = new ProjectId("blue");
    static final StandardAttributes STANDARD = StandardAttributes.fresh("", Instant.EPOCH);

    private TenantState state = TenantState.empty();
    private long identifiers = 1;
    private int rules;
    /** The group of ports that may say and hear everything. */
    private final SecurityGroupId open = openGroup();

    TenantState state() {
        return state;
    }

    UUID id() {
        return new UUID(identifiers++, 0x8000_0000_0000_0000L);
    }

    TenantNetwork network(NetworkType type, long segment) {
        return network(new Segment(type, type == NetworkType.FLAT ? Cloud.RACK : "", segment), false);
    }

    TenantNetwork network(Segment segment, boolean isExternal) {
        return put(new TenantNetwork(
                new NetworkId(id()),
                PROJECT,
                "",
                true,
                false,
                isExternal,
                segment,
                1450,
                true,
                Optional.empty(),
                STANDARD));
    }

    /** Something is as it is now. */
    void become(TenantResource resource) {
        state = state.with(new TenantChange.Put(resource));
    }

    TenantNetwork put(TenantNetwork network) {
        state = state.with(new TenantChange.Put(network));
        return network;
    }

    TenantNetwork sized(TenantNetwork network, int mtu) {
        return put(changed(network, network.adminUp(), mtu));
    }

    TenantNetwork down(TenantNetwork network) {
        return put(changed(network, false, network.mtu()));
    }

    private static TenantNetwork changed(TenantNetwork network, boolean adminUp, int mtu) {
        return new TenantNetwork(
                network.id(),
                network.project(),
                network.name(),
                adminUp,
                network.shared(),
                network.external(),
                network.segment(),
                mtu,
                network.portSecurity(),
                network.qos(),
                network.standard());
    }

    TenantSubnet subnet(TenantNetwork network, String cidr, boolean dhcp) {
        TenantSubnet subnet = new TenantSubnet(
                new SubnetId(id()),
                network.id(),
                PROJECT,
                "",
                Cidr.parse(cidr),
                Optional.empty(),
                List.of(),
                dhcp,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                STANDARD);
        return put(subnet);
    }

    /** An IPv6 subnet that is advertised, and whose hosts may ask for addresses too. */
    TenantSubnet advertised(TenantNetwork network, String cidr) {
        TenantSubnet subnet = subnet(network, cidr, true);
        return put(new TenantSubnet(
                subnet.id(),
                subnet.network(),
                subnet.project(),
                subnet.name(),
                subnet.cidr(),
                subnet.gateway(),
                subnet.pools(),
                subnet.dhcp(),
                subnet.nameServers(),
                subnet.hostRoutes(),
                Optional.of(Ipv6Mode.DHCPV6_STATEFUL),
                Optional.of(Ipv6Mode.DHCPV6_STATEFUL),
                subnet.standard()));
    }

    TenantSubnet gatewayed(TenantNetwork network, String cidr, String gateway) {
        TenantSubnet subnet = subnet(network, cidr, false);
        return put(new TenantSubnet(
                subnet.id(),
                subnet.network(),
                subnet.project(),
                subnet.name(),
                subnet.cidr(),
                Optional.of(IpAddress.parse(gateway)),
                subnet.pools(),
                subnet.dhcp(),
                subnet.nameServers(),
                subnet.hostRoutes(),
                subnet.advertised(),
                subnet.addressing(),
                subnet.standard()));
    }

    TenantSubnet put(TenantSubnet subnet) {
        state = state.with(new TenantChange.Put(subnet));
        return subnet;
    }

    private SecurityGroupId openGroup() {
        SecurityGroupId group = group();
        for (Direction direction : Direction.values()) {
            for (IpVersion version : IpVersion.values()) {
                rule(group, direction, version, Optional.empty(), Optional.empty(), Optional.empty());
            }
        }
        return group;
    }

    SecurityGroupId group() {
        SecurityGroupId id = new SecurityGroupId(id());
        state = state.with(new TenantChange.Put(new SecurityGroup(id, PROJECT, "", STANDARD)));
        return id;
    }

    SecurityRule rule(
            SecurityGroupId group,
            Direction direction,
            IpVersion version,
            Optional<Integer> protocol,
            Optional<Span> ports,
            Optional<Peer> peer) {
        SecurityRule rule = new SecurityRule(
                new SecurityRuleId(id()), group, PROJECT, direction, version, protocol, ports, peer, rules++, STANDARD);
        state = state.with(new TenantChange.Put(rule));
        return rule;
    }

    void removed(TenantResource resource) {
        state = state.with(new TenantChange.Removed(resource));
    }

    TenantPort inGroups(TenantPort port, SecurityGroupId... groups) {
        return put(new TenantPort(
                port.id(),
                port.network(),
                port.project(),
                port.name(),
                port.mac(),
                port.adminUp(),
                port.fixedIps(),
                port.deviceId(),
                port.deviceOwner(),
                port.portSecurity(),
                port.allowedPairs(),
                new TreeSet<>(List.of(groups)),
                port.dhcpOptions(),
                port.binding(),
                port.qos(),
                port.standard()));
    }

    /** A guarded port with the given address of {@code subnet}. */
    TenantPort port(TenantSubnet subnet, long mac, int host) {
        IpAddress address = subnet.cidr().address().plus(host);
        return port(subnet.network(), mac, List.of(new FixedIp(subnet.id(), address)), true, List.of());
    }

    TenantPort port(NetworkId network, long mac, List<FixedIp> ips, boolean guarded, List<AddressPair> pairs) {
        return put(new TenantPort(
                new PortId(id()),
                network,
                PROJECT,
                "",
                new MacAddress(mac),
                true,
                ips,
                "",
                "",
                guarded,
                pairs,
                new TreeSet<>(List.of(open)),
                List.of(),
                Binding.NONE,
                Optional.empty(),
                STANDARD));
    }

    TenantPort put(TenantPort port) {
        state = state.with(new TenantChange.Put(port));
        return port;
    }

    TenantPort changed(TenantPort port, boolean adminUp, boolean guarded, List<AddressPair> pairs) {
        return put(new TenantPort(
                port.id(),
                port.network(),
                port.project(),
                port.name(),
                port.mac(),
                adminUp,
                port.fixedIps(),
                port.deviceId(),
                port.deviceOwner(),
                guarded,
                pairs,
                port.securityGroups(),
                port.dhcpOptions(),
                port.binding(),
                port.qos(),
                port.standard()));
    }

    /** A router that joins nothing yet. */
    TenantRouter router() {
        int number = 0;
        while (state.routerNumbers().containsKey(number)) {
            number++;
        }
        return put(
                new TenantRouter(new RouterId(id()), PROJECT, "", true, Optional.empty(), List.of(), number, STANDARD));
    }

    TenantRouter put(TenantRouter router) {
        state = state.with(new TenantChange.Put(router));
        return router;
    }

    TenantRouter changed(TenantRouter router, boolean adminUp, List<HostRoute> routes) {
        return put(new TenantRouter(
                router.id(),
                router.project(),
                router.name(),
                adminUp,
                router.gateway(),
                routes,
                router.number(),
                router.standard()));
    }

    /** The port with one more address. */
    TenantPort also(TenantPort port, TenantSubnet subnet, int host) {
        List<FixedIp> ips = new ArrayList<>(port.fixedIps());
        ips.add(new FixedIp(subnet.id(), subnet.cidr().address().plus(host)));
        return put(port.withFixedIps(ips, STANDARD));
    }

    /** The router with a way out by the network of {@code subnet}, with that address of it. */
    TenantPort exit(TenantRouter router, TenantSubnet subnet, int host, boolean sourceNat) {
        TenantPort port = owned(router.id().toString(), TenantPort.ROUTER_GATEWAY, subnet, host);
        put(new TenantRouter(
                router.id(),
                router.project(),
                router.name(),
                router.adminUp(),
                Optional.of(new ExternalGateway(subnet.network(), port.id(), sourceNat)),
                router.routes(),
                router.number(),
                router.standard()));
        return port;
    }

    /** An address of an external subnet that stands for the first of a port. */
    FloatingIp floating(TenantSubnet subnet, int host, TenantPort target, TenantRouter router) {
        FloatingIpId id = new FloatingIpId(id());
        TenantPort port = owned(id.toString(), TenantPort.FLOATING_IP, subnet, host);
        FloatingIp ip = new FloatingIp(
                id,
                PROJECT,
                subnet.network(),
                port.fixedIps().getFirst().address(),
                port.id(),
                Optional.of(new FloatingIp.Target(
                        target.id(), target.fixedIps().getFirst().address(), router.id())),
                Optional.empty(),
                List.of(),
                STANDARD);
        state = state.with(new TenantChange.Put(ip));
        return ip;
    }

    /** The port by which {@code router} joins the network of {@code subnet}, with that address of it. */
    TenantPort join(TenantRouter router, TenantSubnet subnet, int host) {
        return owned(router.id().toString(), TenantPort.ROUTER_INTERFACE, subnet, host);
    }

    TenantPort owned(String device, String owner, TenantSubnet subnet, int host) {
        PortId port = new PortId(id());
        IpAddress address = subnet.cidr().address().plus(host);
        return put(new TenantPort(
                port,
                subnet.network(),
                PROJECT,
                "",
                new MacAddress(ROUTER_MACS + identifiers),
                true,
                List.of(new FixedIp(subnet.id(), address)),
                device,
                owner,
                false,
                List.of(),
                new TreeSet<>(),
                List.of(),
                Binding.NONE,
                Optional.empty(),
                STANDARD));
    }

    TenantTrunk put(TenantTrunk trunk) {
        state = state.with(new TenantChange.Put(trunk));
        return trunk;
    }

    static Ipv4Address address(TenantPort port) {
        return port.fixedIps().stream()
                .map(FixedIp::address)
                .filter(ip -> ip.version() == IpVersion.V4)
                .findFirst()
                .flatMap(IpAddress::asIpv4)
                .orElseThrow();
    }
}
