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
        PersistentMap<SecurityRuleId, SecurityRule> securityRules) {

    static final TenantResources EMPTY = new TenantResources(
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
        };
    }

    TenantResources with(TenantResource resource) {
        return switch (resource) {
            case TenantNetwork one ->
                new TenantResources(
                        networks.with(one.id(), one),
                        subnets,
                        ports,
                        routers,
                        floatingIps,
                        securityGroups,
                        securityRules);
            case TenantSubnet one ->
                new TenantResources(
                        networks,
                        subnets.with(one.id(), one),
                        ports,
                        routers,
                        floatingIps,
                        securityGroups,
                        securityRules);
            case TenantPort one ->
                new TenantResources(
                        networks,
                        subnets,
                        ports.with(one.id(), one),
                        routers,
                        floatingIps,
                        securityGroups,
                        securityRules);
            case TenantRouter one ->
                new TenantResources(
                        networks,
                        subnets,
                        ports,
                        routers.with(one.id(), one),
                        floatingIps,
                        securityGroups,
                        securityRules);
            case FloatingIp one ->
                new TenantResources(
                        networks,
                        subnets,
                        ports,
                        routers,
                        floatingIps.with(one.id(), one),
                        securityGroups,
                        securityRules);
            case SecurityGroup one ->
                new TenantResources(
                        networks,
                        subnets,
                        ports,
                        routers,
                        floatingIps,
                        securityGroups.with(one.id(), one),
                        securityRules);
            case SecurityRule one ->
                new TenantResources(
                        networks,
                        subnets,
                        ports,
                        routers,
                        floatingIps,
                        securityGroups,
                        securityRules.with(one.id(), one));
        };
    }

    TenantResources without(ResourceId resource) {
        return switch (resource) {
            case NetworkId id ->
                new TenantResources(
                        networks.without(id), subnets, ports, routers, floatingIps, securityGroups, securityRules);
            case SubnetId id ->
                new TenantResources(
                        networks, subnets.without(id), ports, routers, floatingIps, securityGroups, securityRules);
            case PortId id ->
                new TenantResources(
                        networks, subnets, ports.without(id), routers, floatingIps, securityGroups, securityRules);
            case RouterId id ->
                new TenantResources(
                        networks, subnets, ports, routers.without(id), floatingIps, securityGroups, securityRules);
            case FloatingIpId id ->
                new TenantResources(
                        networks, subnets, ports, routers, floatingIps.without(id), securityGroups, securityRules);
            case SecurityGroupId id ->
                new TenantResources(
                        networks, subnets, ports, routers, floatingIps, securityGroups.without(id), securityRules);
            case SecurityRuleId id ->
                new TenantResources(
                        networks, subnets, ports, routers, floatingIps, securityGroups, securityRules.without(id));
        };
    }
}
