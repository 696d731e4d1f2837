package io.heddle.routing.tenant;

import io.heddle.topology.sorted.PersistentMap;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All resources, by type and identifier; immutable. */
final class TenantResources {

    static final TenantResources EMPTY = new TenantResources(new EnumMap<>(ResourceType.class));

    /** Without the types of which there are none. */
    private final Map<ResourceType, PersistentMap<?, ?>> byType;

    private TenantResources(Map<ResourceType, PersistentMap<?, ?>> byType) {
        this.byType = byType;
    }

    PersistentMap<NetworkId, TenantNetwork> networks() {
        return all(ResourceType.NETWORK);
    }

    PersistentMap<SubnetId, TenantSubnet> subnets() {
        return all(ResourceType.SUBNET);
    }

    PersistentMap<PortId, TenantPort> ports() {
        return all(ResourceType.PORT);
    }

    PersistentMap<RouterId, TenantRouter> routers() {
        return all(ResourceType.ROUTER);
    }

    PersistentMap<FloatingIpId, FloatingIp> floatingIps() {
        return all(ResourceType.FLOATING_IP);
    }

    PersistentMap<SecurityGroupId, SecurityGroup> securityGroups() {
        return all(ResourceType.SECURITY_GROUP);
    }

    PersistentMap<SecurityRuleId, SecurityRule> securityRules() {
        return all(ResourceType.SECURITY_RULE);
    }

    PersistentMap<TrunkId, TenantTrunk> trunks() {
        return all(ResourceType.TRUNK);
    }

    PersistentMap<QosPolicyId, QosPolicy> qosPolicies() {
        return all(ResourceType.QOS_POLICY);
    }

    PersistentMap<LoadBalancerId, LoadBalancer> loadBalancers() {
        return all(ResourceType.LOAD_BALANCER);
    }

    PersistentMap<AddressGroupId, AddressGroup> addressGroups() {
        return all(ResourceType.ADDRESS_GROUP);
    }

    @SuppressWarnings("unchecked") // whatever is put there is of the type of its identifier
    private <K extends Comparable<? super K>, V> PersistentMap<K, V> all(ResourceType type) {
        PersistentMap<?, ?> all = byType.get(type);
        return all == null ? PersistentMap.empty() : (PersistentMap<K, V>) all;
    }

    Optional<TenantResource> find(ResourceId id) {
        return Optional.ofNullable(ofWhateverKey(id).get(id));
    }

    TenantResources with(TenantResource resource) {
        ResourceId id = resource.id();
        return changed(id, with(ofWhateverKey(id), id, resource));
    }

    TenantResources without(ResourceId id) {
        return changed(id, without(ofWhateverKey(id), id));
    }

    /** Those of the type of {@code id}; the class of their identifiers is not known here, and any may stand for it. */
    private PersistentMap<NetworkId, TenantResource> ofWhateverKey(ResourceId id) {
        return all(ResourceType.of(id));
    }

    @SuppressWarnings("unchecked") // the map is that of the type of the identifier
    private static <K extends Comparable<? super K>> PersistentMap<K, TenantResource> with(
            PersistentMap<K, TenantResource> all, ResourceId id, TenantResource resource) {
        return all.with((K) id, resource);
    }

    @SuppressWarnings("unchecked") // the map is that of the type of the identifier
    private static <K extends Comparable<? super K>> PersistentMap<K, TenantResource> without(
            PersistentMap<K, TenantResource> all, ResourceId id) {
        return all.without((K) id);
    }

    private TenantResources changed(ResourceId id, PersistentMap<?, ?> all) {
        Map<ResourceType, PersistentMap<?, ?>> next = new EnumMap<>(byType);
        if (all.isEmpty()) {
            next.remove(ResourceType.of(id));
        } else {
            next.put(ResourceType.of(id), all);
        }
        return new TenantResources(next);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TenantResources resources && byType.equals(resources.byType);
    }

    @Override
    public int hashCode() {
        return byType.hashCode();
    }
}
