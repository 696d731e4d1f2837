package io.heddle.controller.store;

import io.heddle.routing.tenant.AddressGroup;
import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.AddressRange;
import io.heddle.routing.tenant.Binding;
import io.heddle.routing.tenant.DhcpOption;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.QosPolicyId;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resources as JSON; those of layer 3, security groups, policies and load balancers are {@link RoutingRecords}, {@link SecurityRecords},
 * {@link QualityRecords} and {@link BalancingRecords}. */
final class TenantRecords {

    private TenantRecords() {}

    /** The form in which a resource is kept. */
    static Object of(TenantResource resource) {
        return switch (resource) {
            case TenantNetwork network -> Network.of(network);
            case TenantSubnet subnet -> Subnet.of(subnet);
            case TenantPort port -> Port.of(port);
            case TenantRouter router -> RoutingRecords.Router.of(router);
            case FloatingIp ip -> RoutingRecords.Floating.of(ip);
            case SecurityGroup group -> SecurityRecords.Group.of(group);
            case SecurityRule rule -> SecurityRecords.Rule.of(rule);
            case TenantTrunk trunk -> TrunkRecord.of(trunk);
            case QosPolicy policy -> QualityRecords.Policy.of(policy);
            case LoadBalancer balancer -> BalancingRecords.Balancer.of(balancer);
            case AddressGroup group -> SecurityRecords.Addresses.of(group);
        };
    }

    /** The resource that an entry keeps. */
    static TenantResource read(ResourceType type, Entry entry) {
        return Stored.understood(entry, () -> switch (type) {
            case NETWORK -> Json.read(entry, Network.class).network();
            case SUBNET -> Json.read(entry, Subnet.class).subnet();
            case PORT -> Json.read(entry, Port.class).port();
            case ROUTER -> Json.read(entry, RoutingRecords.Router.class).router();
            case FLOATING_IP -> Json.read(entry, RoutingRecords.Floating.class).floatingIp();
            case SECURITY_GROUP -> Json.read(entry, SecurityRecords.Group.class).group();
            case SECURITY_RULE -> Json.read(entry, SecurityRecords.Rule.class).rule();
            case TRUNK -> Json.read(entry, TrunkRecord.class).trunk();
            case QOS_POLICY -> Json.read(entry, QualityRecords.Policy.class).policy();
            case LOAD_BALANCER ->
                Json.read(entry, BalancingRecords.Balancer.class).balancer();
            case ADDRESS_GROUP ->
                Json.read(entry, SecurityRecords.Addresses.class).group();
        });
    }

    /** The form in which a quota is kept: limits by the API's names of types. */
    static Map<String, Integer> of(Quota quota) {
        Map<String, Integer> limits = new TreeMap<>();
        quota.limits().forEach((type, limit) -> limits.put(type.apiName(), limit));
        return limits;
    }

    /** The quota that an entry keeps. */
    static Quota quota(Entry entry) {
        return Stored.understood(entry, () -> {
            SortedMap<ResourceType, Integer> limits = new TreeMap<>();
            Map<?, ?> kept = Json.read(entry, Map.class);
            for (Map.Entry<?, ?> limit : kept.entrySet()) {
                String name = String.valueOf(limit.getKey());
                ResourceType type = ResourceType.named(name)
                        .orElseThrow(() -> new IllegalArgumentException("there is no type of resource '" + name + "'"));
                limits.put(type, Integer.valueOf(String.valueOf(limit.getValue())));
            }
            return new Quota(limits);
        });
    }

    record Standard(String description, List<String> tags, long revision, String created, String updated) {

        static Standard of(StandardAttributes standard) {
            return new Standard(
                    standard.description(),
                    List.copyOf(standard.tags()),
                    standard.revision(),
                    standard.created().toString(),
                    standard.updated().toString());
        }

        StandardAttributes attributes() {
            return new StandardAttributes(
                    description, new TreeSet<>(tags), revision, Instant.parse(created), Instant.parse(updated));
        }
    }

    record Network(
            String id,
            String project,
            String name,
            boolean adminUp,
            boolean shared,
            @Nullable Boolean external,
            String type,
            String physicalNetwork,
            long segment,
            int mtu,
            boolean portSecurity,
            @Nullable String qos,
            Standard standard) {

        static Network of(TenantNetwork network) {
            return new Network(
                    network.id().toString(),
                    network.project().value(),
                    network.name(),
                    network.adminUp(),
                    network.shared(),
                    network.external(),
                    network.segment().type().apiName(),
                    network.segment().physicalNetwork(),
                    network.segment().id(),
                    network.mtu(),
                    network.portSecurity(),
                    network.qos().map(QosPolicyId::toString).orElse(null),
                    Standard.of(network.standard()));
        }

        TenantNetwork network() {
            NetworkType how = NetworkType.named(type)
                    .orElseThrow(() -> new IllegalArgumentException("there is no network type '" + type + "'"));
            return new TenantNetwork(
                    NetworkId.parse(id),
                    new ProjectId(project),
                    name,
                    adminUp,
                    shared,
                    external != null && external,
                    new Segment(how, physicalNetwork, segment),
                    mtu,
                    portSecurity,
                    Optional.ofNullable(qos).map(QosPolicyId::parse),
                    standard.attributes());
        }
    }

    record Subnet(
            String id,
            String network,
            String project,
            String name,
            String cidr,
            @Nullable String gateway,
            List<List<String>> pools,
            boolean dhcp,
            List<String> nameServers,
            List<List<String>> hostRoutes,
            @Nullable String advertised,
            @Nullable String addressing,
            Standard standard) {

        static Subnet of(TenantSubnet subnet) {
            return new Subnet(
                    subnet.id().toString(),
                    subnet.network().toString(),
                    subnet.project().value(),
                    subnet.name(),
                    subnet.cidr().toString(),
                    subnet.gateway().map(IpAddress::toString).orElse(null),
                    subnet.pools().stream()
                            .map(pool ->
                                    List.of(pool.start().toString(), pool.end().toString()))
                            .toList(),
                    subnet.dhcp(),
                    subnet.nameServers().stream().map(IpAddress::toString).toList(),
                    subnet.hostRoutes().stream()
                            .map(route -> List.of(
                                    route.destination().toString(),
                                    route.nextHop().toString()))
                            .toList(),
                    subnet.advertised().map(Ipv6Mode::apiName).orElse(null),
                    subnet.addressing().map(Ipv6Mode::apiName).orElse(null),
                    Standard.of(subnet.standard()));
        }

        TenantSubnet subnet() {
            return new TenantSubnet(
                    SubnetId.parse(id),
                    NetworkId.parse(network),
                    new ProjectId(project),
                    name,
                    Cidr.parse(cidr),
                    Optional.ofNullable(gateway).map(IpAddress::parse),
                    pools.stream()
                            .map(pool -> new AddressRange(IpAddress.parse(pool.get(0)), IpAddress.parse(pool.get(1))))
                            .toList(),
                    dhcp,
                    nameServers.stream().map(IpAddress::parse).toList(),
                    hostRoutes.stream()
                            .map(route -> new HostRoute(Cidr.parse(route.get(0)), IpAddress.parse(route.get(1))))
                            .toList(),
                    Optional.ofNullable(advertised).map(Subnet::mode),
                    Optional.ofNullable(addressing).map(Subnet::mode),
                    standard.attributes());
        }

        private static Ipv6Mode mode(String name) {
            return Ipv6Mode.named(name)
                    .orElseThrow(() -> new IllegalArgumentException("there is no IPv6 mode '" + name + "'"));
        }
    }

    record Option(String name, String value, int version) {}

    record Port(
            String id,
            String network,
            String project,
            String name,
            String mac,
            boolean adminUp,
            List<List<String>> fixedIps,
            String deviceId,
            String deviceOwner,
            boolean portSecurity,
            List<List<String>> allowedPairs,
            @Nullable List<String> securityGroups,
            List<Option> dhcpOptions,
            String bindingHost,
            String vnicType,
            String bindingProfile,
            @Nullable String qos,
            Standard standard) {

        static Port of(TenantPort port) {
            return new Port(
                    port.id().toString(),
                    port.network().toString(),
                    port.project().value(),
                    port.name(),
                    port.mac().toString(),
                    port.adminUp(),
                    port.fixedIps().stream()
                            .map(ip ->
                                    List.of(ip.subnet().toString(), ip.address().toString()))
                            .toList(),
                    port.deviceId(),
                    port.deviceOwner(),
                    port.portSecurity(),
                    port.allowedPairs().stream()
                            .map(pair -> List.of(
                                    pair.addresses().toString(), pair.mac().toString()))
                            .toList(),
                    port.securityGroups().stream()
                            .map(SecurityGroupId::toString)
                            .toList(),
                    port.dhcpOptions().stream()
                            .map(option -> new Option(
                                    option.name(),
                                    option.value(),
                                    option.version().number()))
                            .toList(),
                    port.binding().host(),
                    port.binding().vnicType(),
                    port.binding().profile(),
                    port.qos().map(QosPolicyId::toString).orElse(null),
                    Standard.of(port.standard()));
        }

        TenantPort port() {
            return new TenantPort(
                    PortId.parse(id),
                    NetworkId.parse(network),
                    new ProjectId(project),
                    name,
                    MacAddress.parse(mac),
                    adminUp,
                    fixedIps.stream()
                            .map(ip -> new FixedIp(SubnetId.parse(ip.get(0)), IpAddress.parse(ip.get(1))))
                            .toList(),
                    deviceId,
                    deviceOwner,
                    portSecurity,
                    allowedPairs.stream()
                            .map(pair -> new AddressPair(Cidr.parse(pair.get(0)), MacAddress.parse(pair.get(1))))
                            .toList(),
                    groups(securityGroups),
                    dhcpOptions.stream()
                            .map(option -> new DhcpOption(
                                    option.name(), option.value(), option.version() == 4 ? IpVersion.V4 : IpVersion.V6))
                            .toList(),
                    new Binding(bindingHost, vnicType, bindingProfile),
                    Optional.ofNullable(qos).map(QosPolicyId::parse),
                    standard.attributes());
        }

        private static SortedSet<SecurityGroupId> groups(@Nullable List<String> groups) {
            return (groups == null ? List.<String>of() : groups)
                    .stream().map(SecurityGroupId::parse).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
