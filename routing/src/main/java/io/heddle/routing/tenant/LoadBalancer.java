package io.heddle.routing.tenant;

import io.heddle.topology.address.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An address of a tenant's network whose connections are shared out among members of pools.
 *
 * @param id its identifier
 * @param project its owner
 * @param name the owner's name for it, not unique
 * @param adminUp whether it takes connections
 * @param vip its address
 * @param number its number among all load balancers, from 0: the lowest that was free when it was made, and its own until it is removed
 * @param listeners the ports at which clients connect
 * @param pools who gets the connections
 * @param standard description, tags, revision, times
 */
public record LoadBalancer(
        LoadBalancerId id,
        ProjectId project,
        String name,
        boolean adminUp,
        Vip vip,
        int number,
        List<Listener> listeners,
        List<Pool> pools,
        StandardAttributes standard)
        implements TenantResource {

    /** More load balancers than there may be: what numbers them on a server (connection tracking) has a quarter of 16 bits for them. */
    public static final int AT_MOST = 0x3fff;

    /**
     * The address of a load balancer.
     *
     * @param port the port that holds it, whose device owner is {@link TenantPort#LOAD_BALANCER}
     * @param network the port's network
     * @param subnet the address's subnet
     * @param address the address, of IPv4
     */
    public record Vip(PortId port, NetworkId network, SubnetId subnet, IpAddress address) {}

    public LoadBalancer {
        Pool.requireNumber("load balancer", number, AT_MOST);
        listeners = List.copyOf(listeners);
        pools = List.copyOf(pools);
    }

    /** The listener of that identifier. */
    public Optional<Listener> listener(UUID listener) {
        return listeners.stream().filter(each -> each.id().equals(listener)).findFirst();
    }

    /** The pool of that identifier. */
    public Optional<Pool> pool(UUID pool) {
        return pools.stream().filter(each -> each.id().equals(pool)).findFirst();
    }

    /** The pool that a health monitor is of. */
    public Optional<Pool> poolOfMonitor(UUID monitor) {
        return pools.stream()
                .filter(pool ->
                        pool.monitor().filter(each -> each.id().equals(monitor)).isPresent())
                .findFirst();
    }

    /** The listeners that a pool gets connections from. */
    public List<Listener> listenersOf(Pool pool) {
        return listeners.stream()
                .filter(each -> each.pool().equals(Optional.of(pool.id())))
                .toList();
    }

    /** The identifiers of its listeners, pools, members and health monitors. */
    public List<UUID> parts() {
        Stream<UUID> inPools = pools.stream()
                .flatMap(pool -> Stream.of(
                                Stream.of(pool.id()),
                                pool.members().stream().map(PoolMember::id),
                                pool.monitor().stream().map(HealthMonitor::id))
                        .flatMap(each -> each));
        return Stream.concat(listeners.stream().map(Listener::id), inPools).toList();
    }

    /** This load balancer with other listeners and pools. */
    public LoadBalancer with(List<Listener> otherListeners, List<Pool> otherPools, StandardAttributes attributes) {
        return new LoadBalancer(id, project, name, adminUp, vip, number, otherListeners, otherPools, attributes);
    }

    /** This load balancer with another name, or in another state. */
    public LoadBalancer called(String otherName, boolean isUp, StandardAttributes attributes) {
        return new LoadBalancer(id, project, otherName, isUp, vip, number, listeners, pools, attributes);
    }

    @Override
    public LoadBalancer withStandard(StandardAttributes attributes) {
        return with(listeners, pools, attributes);
    }
}
