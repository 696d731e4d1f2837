package io.heddle.routing.tenant;

import io.heddle.routing.tenant.TenantState.Usage;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.util.Optional;

/**
 * What is derived from the resources of a {@link TenantState} so that questions are answered without looking at all of them.
 *
 * @param segments which network has which segment
 * @param subnets the subnets of each network
 * @param macs the ports of each network, by MAC address
 * @param addresses the ports of each subnet, by address
 * @param usages how much each project has
 */
record TenantIndexes(
        PersistentMap<Segment, NetworkId> segments,
        PersistentMap<NetworkId, PersistentMap<SubnetId, SubnetId>> subnets,
        PersistentMap<NetworkId, PersistentMap<MacAddress, PortId>> macs,
        PersistentMap<SubnetId, PersistentMap<IpAddress, PortId>> addresses,
        PersistentMap<ProjectId, Usage> usages) {

    static final TenantIndexes EMPTY = new TenantIndexes(
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty());

    PersistentMap<SubnetId, SubnetId> subnetsOf(NetworkId network) {
        return subnets.getOrDefault(network, PersistentMap.empty());
    }

    PersistentMap<MacAddress, PortId> macsOf(NetworkId network) {
        return macs.getOrDefault(network, PersistentMap.empty());
    }

    PersistentMap<IpAddress, PortId> addressesOf(SubnetId subnet) {
        return addresses.getOrDefault(subnet, PersistentMap.empty());
    }

    Usage usage(ProjectId project) {
        return usages.getOrDefault(project, Usage.NONE);
    }

    TenantIndexes replacing(Optional<TenantNetwork> before, Optional<TenantNetwork> after) {
        PersistentMap<Segment, NetworkId> segmentsNow = segments;
        PersistentMap<ProjectId, Usage> usagesNow = usages;
        if (before.isPresent()) {
            segmentsNow = segmentsNow.without(before.get().segment());
            usagesNow = counted(usagesNow, before.get().project(), -1, 0, 0);
        }
        if (after.isPresent()) {
            segmentsNow =
                    claimed(segmentsNow, after.get().segment(), after.get().id());
            usagesNow = counted(usagesNow, after.get().project(), 1, 0, 0);
        }
        return new TenantIndexes(segmentsNow, subnets, macs, addresses, usagesNow);
    }

    TenantIndexes replacingSubnet(Optional<TenantSubnet> before, Optional<TenantSubnet> after) {
        PersistentMap<NetworkId, PersistentMap<SubnetId, SubnetId>> subnetsNow = subnets;
        PersistentMap<ProjectId, Usage> usagesNow = usages;
        if (before.isPresent()) {
            NetworkId network = before.get().network();
            subnetsNow = kept(
                    subnetsNow, network, subnetsOf(network).without(before.get().id()));
            usagesNow = counted(usagesNow, before.get().project(), 0, -1, 0);
        }
        if (after.isPresent()) {
            SubnetId id = after.get().id();
            NetworkId network = after.get().network();
            subnetsNow = subnetsNow.with(
                    network,
                    subnetsNow.getOrDefault(network, PersistentMap.empty()).with(id, id));
            usagesNow = counted(usagesNow, after.get().project(), 0, 1, 0);
        }
        return new TenantIndexes(segments, subnetsNow, macs, addresses, usagesNow);
    }

    TenantIndexes replacingPort(Optional<TenantPort> before, Optional<TenantPort> after) {
        TenantIndexes now = this;
        if (before.isPresent()) {
            now = now.withoutPort(before.get());
        }
        if (after.isPresent()) {
            now = now.withPort(after.get());
        }
        return now;
    }

    private TenantIndexes withoutPort(TenantPort port) {
        PersistentMap<SubnetId, PersistentMap<IpAddress, PortId>> addressesNow = addresses;
        for (FixedIp ip : port.fixedIps()) {
            PersistentMap<IpAddress, PortId> left = addressesNow.getOrDefault(ip.subnet(), PersistentMap.empty());
            addressesNow = kept(addressesNow, ip.subnet(), left.without(ip.address()));
        }
        return new TenantIndexes(
                segments,
                subnets,
                kept(macs, port.network(), macsOf(port.network()).without(port.mac())),
                addressesNow,
                counted(usages, port.project(), 0, 0, -1));
    }

    private TenantIndexes withPort(TenantPort port) {
        PersistentMap<SubnetId, PersistentMap<IpAddress, PortId>> addressesNow = addresses;
        for (FixedIp ip : port.fixedIps()) {
            PersistentMap<IpAddress, PortId> others = addressesNow.getOrDefault(ip.subnet(), PersistentMap.empty());
            addressesNow = addressesNow.with(ip.subnet(), claimed(others, ip.address(), port.id()));
        }
        return new TenantIndexes(
                segments,
                subnets,
                macs.with(port.network(), claimed(macsOf(port.network()), port.mac(), port.id())),
                addressesNow,
                counted(usages, port.project(), 0, 0, 1));
    }

    private static <K extends Comparable<? super K>, V> PersistentMap<K, V> claimed(
            PersistentMap<K, V> map, K key, V owner) {
        Optional<V> other = map.find(key);
        if (other.isPresent()) {
            throw new IllegalStateException(key + " would belong to " + owner + ", but belongs to " + other.get());
        }
        return map.with(key, owner);
    }

    /** Keeps no empty maps, so that equal states have equal indexes. */
    private static <K extends Comparable<? super K>, I extends Comparable<? super I>, V>
            PersistentMap<K, PersistentMap<I, V>> kept(
                    PersistentMap<K, PersistentMap<I, V>> map, K key, PersistentMap<I, V> inner) {
        return inner.isEmpty() ? map.without(key) : map.with(key, inner);
    }

    private static PersistentMap<ProjectId, Usage> counted(
            PersistentMap<ProjectId, Usage> usages, ProjectId project, int networks, int subnets, int ports) {
        Usage now = usages.getOrDefault(project, Usage.NONE).plus(networks, subnets, ports);
        return now.equals(Usage.NONE) ? usages.without(project) : usages.with(project, now);
    }
}
