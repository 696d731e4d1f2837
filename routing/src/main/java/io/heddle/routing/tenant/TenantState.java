package io.heddle.routing.tenant;

import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Everything that tenants asked for: their resources and quotas, with the indexes that questions and checks need.
 *
 * <p>Immutable; a change costs a few tree nodes in each index it touches. Whether a change is allowed is decided elsewhere ({@code
 * routing.tenant.request}): {@link #with} believes it, and throws {@link IllegalStateException} when it contradicts the state.
 */
public final class TenantState {

    private static final TenantState EMPTY =
            new TenantState(TenantResources.EMPTY, PersistentMap.empty(), TenantIndexes.EMPTY);

    private final TenantResources resources;
    private final PersistentMap<ProjectId, Quota> quotas;
    private final TenantIndexes indexes;

    private TenantState(TenantResources resources, PersistentMap<ProjectId, Quota> quotas, TenantIndexes indexes) {
        this.resources = resources;
        this.quotas = quotas;
        this.indexes = indexes;
    }

    /** The state before anybody asked for anything. */
    public static TenantState empty() {
        return EMPTY;
    }

    /** All networks, by identifier. */
    public PersistentMap<NetworkId, TenantNetwork> networks() {
        return resources.networks();
    }

    /** All subnets, by identifier. */
    public PersistentMap<SubnetId, TenantSubnet> subnets() {
        return resources.subnets();
    }

    /** All ports, by identifier. */
    public PersistentMap<PortId, TenantPort> ports() {
        return resources.ports();
    }

    /** All routers, by identifier. */
    public PersistentMap<RouterId, TenantRouter> routers() {
        return resources.routers();
    }

    /** All floating addresses, by identifier. */
    public PersistentMap<FloatingIpId, FloatingIp> floatingIps() {
        return resources.floatingIps();
    }

    /** All security groups, by identifier. */
    public PersistentMap<SecurityGroupId, SecurityGroup> securityGroups() {
        return resources.securityGroups();
    }

    /** All address groups, by identifier. */
    public PersistentMap<AddressGroupId, AddressGroup> addressGroups() {
        return resources.addressGroups();
    }

    /** The rules of all security groups, by identifier. */
    public PersistentMap<SecurityRuleId, SecurityRule> securityRules() {
        return resources.securityRules();
    }

    /** All trunks, by identifier. */
    public PersistentMap<TrunkId, TenantTrunk> trunks() {
        return resources.trunks();
    }

    /** The trunk whose parent a port is. */
    public Optional<TenantTrunk> trunkOn(PortId parent) {
        return indexes.trunkOn(parent).flatMap(trunks()::find);
    }

    /** The trunk whose subport a port is. */
    public Optional<TenantTrunk> trunkWith(PortId subport) {
        return indexes.trunkWith(subport).flatMap(trunks()::find);
    }

    /** All quality of service policies, by identifier. */
    public PersistentMap<QosPolicyId, QosPolicy> qosPolicies() {
        return resources.qosPolicies();
    }

    /** All load balancers, by identifier. */
    public PersistentMap<LoadBalancerId, LoadBalancer> loadBalancers() {
        return resources.loadBalancers();
    }

    /** Which load balancer has which number. */
    public PersistentMap<Integer, LoadBalancerId> loadBalancerNumbers() {
        return indexes.balancing().numbers();
    }

    /** The load balancer that a listener, pool, member or health monitor is of. */
    public Optional<LoadBalancer> loadBalancerWith(UUID part) {
        return indexes.balancing().parts().find(part).flatMap(loadBalancers()::find);
    }

    /** The load balancers whose address is on a network, in the order of their identifiers. */
    public List<LoadBalancer> loadBalancersOn(NetworkId network) {
        return indexes.balancing().on(network).keySet().stream()
                .map(id -> loadBalancers().find(id).orElseThrow())
                .toList();
    }

    /** The policy that holds for a port: its own, or else that of its network unless the port is a router's or a service's. */
    public Optional<QosPolicyId> qosOf(TenantPort port) {
        return port.qos()
                .or(() -> port.isOfService()
                        ? Optional.empty()
                        : networkOf(port.network()).qos());
    }

    /** What a policy is on: ports, networks and floating addresses that name it themselves. */
    public List<ResourceId> usersOf(QosPolicyId policy) {
        return indexes.usersOf(policy).values().stream().toList();
    }

    /** Which floating address has the limit with which number. */
    public PersistentMap<Integer, FloatingIpId> limitNumbers() {
        return indexes.limitNumbers();
    }

    /** The quotas of projects that have one of their own. */
    public PersistentMap<ProjectId, Quota> quotas() {
        return quotas;
    }

    /** The resource of that identifier. */
    public Optional<? extends TenantResource> resource(ResourceId id) {
        return resources.find(id);
    }

    /** The network that a resource belongs to; throws when it is not of this state. */
    public TenantNetwork networkOf(NetworkId id) {
        return networks().find(id).orElseThrow(() -> new IllegalStateException("there is no network " + id));
    }

    /** The subnets of a network, in the order of their identifiers. */
    public List<TenantSubnet> subnetsOf(NetworkId network) {
        return indexes.subnetsOf(network).keySet().stream()
                .map(id -> subnets().find(id).orElseThrow())
                .toList();
    }

    /** The ports of a network, in the order of their MAC addresses. */
    public List<TenantPort> portsOf(NetworkId network) {
        return portsByMac(network).values().stream()
                .map(id -> ports().find(id).orElseThrow())
                .toList();
    }

    /** Who has which MAC address on a network. */
    public PersistentMap<MacAddress, PortId> portsByMac(NetworkId network) {
        return indexes.macsOf(network);
    }

    /** Who has which address of a subnet. */
    public PersistentMap<IpAddress, PortId> portsByAddress(SubnetId subnet) {
        return indexes.addressesOf(subnet);
    }

    /** The ports by which a router joins networks of tenants, in the order of their identifiers; its gateway is not among them. */
    public List<TenantPort> interfacesOf(RouterId router) {
        return indexes.interfacesOf(router).keySet().stream()
                .map(id -> ports().find(id).orElseThrow())
                .toList();
    }

    /** The routers that join a network of tenants to others, in the order of their identifiers. */
    public SortedSet<RouterId> routersOf(NetworkId network) {
        return indexes.routersOf(network).values().stream().collect(Collectors.toCollection(TreeSet::new));
    }

    /** Which router has which number. */
    public PersistentMap<Integer, RouterId> routerNumbers() {
        return indexes.routerNumbers();
    }

    /** The floating addresses that stand for addresses of a port, or lead to it, in the order of their identifiers. */
    public List<FloatingIp> floatingIpsOf(PortId port) {
        return indexes.floatingIpsOf(port).keySet().stream()
                .map(id -> floatingIps().find(id).orElseThrow())
                .toList();
    }

    /** The floating addresses that a router translates, in the order of their identifiers. */
    public List<FloatingIp> floatingIpsOf(RouterId router) {
        return indexes.floatingIpsOf(router).keySet().stream()
                .map(id -> floatingIps().find(id).orElseThrow())
                .toList();
    }

    /** Which rule of a security group has which number. */
    public PersistentMap<Integer, SecurityRuleId> securityRuleNumbers() {
        return indexes.ruleNumbers();
    }

    /** The rules of a security group, in the order of their identifiers. */
    public List<SecurityRule> rulesOf(SecurityGroupId group) {
        return indexes.rulesOf(group).keySet().stream()
                .map(id -> securityRules().find(id).orElseThrow())
                .toList();
    }

    /** The ports that are in a security group, in the order of their identifiers. */
    public List<TenantPort> membersOf(SecurityGroupId group) {
        return indexes.membersOf(group).keySet().stream()
                .map(id -> ports().find(id).orElseThrow())
                .toList();
    }

    /** The security groups whose rules name a group as the other end, in the order of their identifiers. */
    public SortedSet<SecurityGroupId> groupsNaming(SecurityGroupId group) {
        return indexes.namers(group).values().stream().collect(Collectors.toCollection(TreeSet::new));
    }

    /** The security groups whose rules name an address group as the other end, in the order of their identifiers. */
    public SortedSet<SecurityGroupId> groupsNaming(AddressGroupId group) {
        return indexes.namers(group).values().stream().collect(Collectors.toCollection(TreeSet::new));
    }

    /** The security groups of a project, in the order of their identifiers. */
    public List<SecurityGroup> groupsOf(ProjectId project) {
        return indexes.groupsOf(project).keySet().stream()
                .map(id -> securityGroups().find(id).orElseThrow())
                .toList();
    }

    /** Which network has which segment. */
    public PersistentMap<Segment, NetworkId> segments() {
        return indexes.segments();
    }

    /** The projects that have anything, or a quota of their own. */
    public SortedSet<ProjectId> projects() {
        SortedSet<ProjectId> projects = new TreeSet<>(quotas.keySet());
        projects.addAll(indexes.projects());
        return projects;
    }

    /** How many of a type a project has. */
    public int usage(ProjectId project, ResourceType type) {
        return indexes.usage(project, type);
    }

    /** This state after a change. */
    public TenantState with(TenantChange change) {
        return switch (change) {
            case TenantChange.Put(TenantResource resource) ->
                new TenantState(
                        resources.with(resource),
                        quotas,
                        indexes.replacing(resources.find(resource.id()), Optional.of(resource)));
            case TenantChange.Removed(TenantResource resource) ->
                new TenantState(
                        resources.without(resource.id()),
                        quotas,
                        indexes.replacing(resources.find(resource.id()), Optional.empty()));
            case TenantChange.QuotaPut put -> withQuotas(quotas.with(put.project(), put.quota()));
            case TenantChange.QuotaRemoved removed -> withQuotas(quotas.without(removed.project()));
        };
    }

    private TenantState withQuotas(PersistentMap<ProjectId, Quota> others) {
        return new TenantState(resources, others, indexes);
    }
}
