package io.heddle.routing.tenant;

import io.heddle.topology.sorted.PersistentMap;
import java.util.Optional;

/** All resources, by identifier. */
record TenantResources(
        PersistentMap<NetworkId, TenantNetwork> networks,
        PersistentMap<SubnetId, TenantSubnet> subnets,
        PersistentMap<PortId, TenantPort> ports,
        PersistentMap<RouterId, TenantRouter> routers,
        PersistentMap<FloatingIpId, FloatingIp> floatingIps,
        PersistentMap<SecurityGroupId, SecurityGroup> securityGroups,
        PersistentMap<SecurityRuleId, SecurityRule> securityRules,
        PersistentMap<TrunkId, TenantTrunk> trunks,
        PersistentMap<QosPolicyId, QosPolicy> qosPolicies,
        PersistentMap<LoadBalancerId, LoadBalancer> loadBalancers,
        PersistentMap<AddressGroupId, AddressGroup> addressGroups) {

    static final TenantResources EMPTY = new TenantResources(
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty());

    Optional<? extends TenantResource> find(ResourceId resource) {
        return switch (resource) {
            case NetworkId id -> networks.find(id);
            case SubnetId id -> subnets.find(id);
            case PortId id -> ports.find(id);
            case RouterId id -> routers.find(id);
            case FloatingIpId id -> floatingIps.find(id);
            case SecurityGroupId id -> securityGroups.find(id);
            case SecurityRuleId id -> securityRules.find(id);
            case TrunkId id -> trunks.find(id);
            case QosPolicyId id -> qosPolicies.find(id);
            case AddressGroupId id -> addressGroups.find(id);
            case LoadBalancerId id -> loadBalancers.find(id);
        };
    }

    TenantResources with(TenantResource resource) {
        return switch (resource) {
            case TenantNetwork one -> withNetworks(networks.with(one.id(), one));
            case TenantSubnet one -> withSubnets(subnets.with(one.id(), one));
            case TenantPort one -> withPorts(ports.with(one.id(), one));
            case TenantRouter one -> withRouters(routers.with(one.id(), one));
            case FloatingIp one -> withFloatingIps(floatingIps.with(one.id(), one));
            case SecurityGroup one -> withSecurityGroups(securityGroups.with(one.id(), one));
            case SecurityRule one -> withSecurityRules(securityRules.with(one.id(), one));
            case TenantTrunk one -> withTrunks(trunks.with(one.id(), one));
            case QosPolicy one -> withQosPolicies(qosPolicies.with(one.id(), one));
            case AddressGroup one -> withAddressGroups(addressGroups.with(one.id(), one));
            case LoadBalancer one -> withLoadBalancers(loadBalancers.with(one.id(), one));
        };
    }

    TenantResources without(ResourceId resource) {
        return switch (resource) {
            case NetworkId id -> withNetworks(networks.without(id));
            case SubnetId id -> withSubnets(subnets.without(id));
            case PortId id -> withPorts(ports.without(id));
            case RouterId id -> withRouters(routers.without(id));
            case FloatingIpId id -> withFloatingIps(floatingIps.without(id));
            case SecurityGroupId id -> withSecurityGroups(securityGroups.without(id));
            case SecurityRuleId id -> withSecurityRules(securityRules.without(id));
            case TrunkId id -> withTrunks(trunks.without(id));
            case QosPolicyId id -> withQosPolicies(qosPolicies.without(id));
            case AddressGroupId id -> withAddressGroups(addressGroups.without(id));
            case LoadBalancerId id -> withLoadBalancers(loadBalancers.without(id));
        };
    }

    private TenantResources withNetworks(PersistentMap<NetworkId, TenantNetwork> others) {
        return new TenantResources(
                others,
                subnets,
                ports,
                routers,
                floatingIps,
                securityGroups,
                securityRules,
                trunks,
                qosPolicies,
                loadBalancers,
                addressGroups);
    }

    private TenantResources withSubnets(PersistentMap<SubnetId, TenantSubnet> others) {
        return new TenantResources(
                networks,
                others,
                ports,
                routers,
                floatingIps,
                securityGroups,
                securityRules,
                trunks,
                qosPolicies,
                loadBalancers,
                addressGroups);
    }

    private TenantResources withPorts(PersistentMap<PortId, TenantPort> others) {
        return new TenantResources(
                networks,
                subnets,
                others,
                routers,
                floatingIps,
                securityGroups,
                securityRules,
                trunks,
                qosPolicies,
                loadBalancers,
                addressGroups);
    }

    private TenantResources withRouters(PersistentMap<RouterId, TenantRouter> others) {
        return new TenantResources(
                networks,
                subnets,
                ports,
                others,
                floatingIps,
                securityGroups,
                securityRules,
                trunks,
                qosPolicies,
                loadBalancers,
                addressGroups);
    }

    private TenantResources withFloatingIps(PersistentMap<FloatingIpId, FloatingIp> others) {
        return new TenantResources(
                networks,
                subnets,
                ports,
                routers,
                others,
                securityGroups,
                securityRules,
                trunks,
                qosPolicies,
                loadBalancers,
                addressGroups);
    }

    private TenantResources withSecurityGroups(PersistentMap<SecurityGroupId, SecurityGroup> others) {
        return new TenantResources(
                networks,
                subnets,
                ports,
                routers,
                floatingIps,
                others,
                securityRules,
                trunks,
                qosPolicies,
                loadBalancers,
                addressGroups);
    }

    private TenantResources withSecurityRules(PersistentMap<SecurityRuleId, SecurityRule> others) {
        return new TenantResources(
                networks,
                subnets,
                ports,
                routers,
                floatingIps,
                securityGroups,
                others,
                trunks,
                qosPolicies,
                loadBalancers,
                addressGroups);
    }

    private TenantResources withTrunks(PersistentMap<TrunkId, TenantTrunk> others) {
        return new TenantResources(
                networks,
                subnets,
                ports,
                routers,
                floatingIps,
                securityGroups,
                securityRules,
                others,
                qosPolicies,
                loadBalancers,
                addressGroups);
    }

    private TenantResources withQosPolicies(PersistentMap<QosPolicyId, QosPolicy> others) {
        return new TenantResources(
                networks,
                subnets,
                ports,
                routers,
                floatingIps,
                securityGroups,
                securityRules,
                trunks,
                others,
                loadBalancers,
                addressGroups);
    }

    private TenantResources withLoadBalancers(PersistentMap<LoadBalancerId, LoadBalancer> others) {
        return new TenantResources(
                networks,
                subnets,
                ports,
                routers,
                floatingIps,
                securityGroups,
                securityRules,
                trunks,
                qosPolicies,
                others,
                addressGroups);
    }

    private TenantResources withAddressGroups(PersistentMap<AddressGroupId, AddressGroup> others) {
        return new TenantResources(
                networks,
                subnets,
                ports,
                routers,
                floatingIps,
                securityGroups,
                securityRules,
                trunks,
                qosPolicies,
                loadBalancers,
                others);
    }
}
