package io.heddle.controller.store;

import io.heddle.controller.store.TenantRecords.Standard;
import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.topology.address.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Load balancers with all that belongs to them, as JSON. */
final class BalancingRecords {

    private BalancingRecords() {}

    record Balancer(
            String id,
            String project,
            String name,
            boolean adminUp,
            String port,
            String network,
            String subnet,
            String address,
            int number,
            List<Entrance> listeners,
            List<Group> pools,
            Standard standard) {

        static Balancer of(LoadBalancer balancer) {
            return new Balancer(
                    balancer.id().toString(),
                    balancer.project().value(),
                    balancer.name(),
                    balancer.adminUp(),
                    balancer.vip().port().toString(),
                    balancer.vip().network().toString(),
                    balancer.vip().subnet().toString(),
                    balancer.vip().address().toString(),
                    balancer.number(),
                    balancer.listeners().stream().map(Entrance::of).toList(),
                    balancer.pools().stream().map(Group::of).toList(),
                    Standard.of(balancer.standard()));
        }

        LoadBalancer balancer() {
            LoadBalancer.Vip vip = new LoadBalancer.Vip(
                    PortId.parse(port), NetworkId.parse(network), SubnetId.parse(subnet), IpAddress.parse(address));
            return new LoadBalancer(
                    LoadBalancerId.parse(id),
                    new ProjectId(project),
                    name,
                    adminUp,
                    vip,
                    number,
                    listeners.stream().map(Entrance::listener).toList(),
                    pools.stream().map(Group::pool).toList(),
                    standard.attributes());
        }
    }

    record Entrance(
            String id,
            String name,
            boolean adminUp,
            String protocol,
            int port,
            @Nullable String pool,
            Standard standard) {

        static Entrance of(Listener listener) {
            return new Entrance(
                    listener.id().toString(),
                    listener.name(),
                    listener.adminUp(),
                    listener.protocol().apiName(),
                    listener.port(),
                    listener.pool().map(UUID::toString).orElse(null),
                    Standard.of(listener.standard()));
        }

        Listener listener() {
            return new Listener(
                    UUID.fromString(id),
                    name,
                    adminUp,
                    read(protocol),
                    port,
                    Optional.ofNullable(pool).map(UUID::fromString),
                    standard.attributes());
        }
    }

    record Group(
            String id,
            String name,
            boolean adminUp,
            String protocol,
            String algorithm,
            boolean sticky,
            int number,
            List<One> members,
            @Nullable Monitor monitor,
            Standard standard) {

        static Group of(Pool pool) {
            return new Group(
                    pool.id().toString(),
                    pool.name(),
                    pool.adminUp(),
                    pool.protocol().apiName(),
                    pool.algorithm().name(),
                    pool.isSticky(),
                    pool.number(),
                    pool.members().stream().map(One::of).toList(),
                    pool.monitor().map(Monitor::of).orElse(null),
                    Standard.of(pool.standard()));
        }

        Pool pool() {
            return new Pool(
                    UUID.fromString(id),
                    name,
                    adminUp,
                    read(protocol),
                    Pool.Algorithm.valueOf(algorithm),
                    sticky,
                    number,
                    members.stream().map(One::member).toList(),
                    Optional.ofNullable(monitor).map(Monitor::monitor),
                    standard.attributes());
        }
    }

    record One(
            String id,
            String name,
            boolean adminUp,
            String address,
            int port,
            int weight,
            @Nullable String subnet,
            int number,
            Standard standard) {

        static One of(PoolMember member) {
            return new One(
                    member.id().toString(),
                    member.name(),
                    member.adminUp(),
                    member.address().toString(),
                    member.port(),
                    member.weight(),
                    member.subnet().map(SubnetId::toString).orElse(null),
                    member.number(),
                    Standard.of(member.standard()));
        }

        PoolMember member() {
            return new PoolMember(
                    UUID.fromString(id),
                    name,
                    adminUp,
                    IpAddress.parse(address),
                    port,
                    weight,
                    Optional.ofNullable(subnet).map(SubnetId::parse),
                    number,
                    standard.attributes());
        }
    }

    record Monitor(
            String id,
            String name,
            boolean adminUp,
            String kind,
            int delay,
            int timeout,
            int retries,
            int retriesDown,
            Standard standard) {

        static Monitor of(HealthMonitor monitor) {
            return new Monitor(
                    monitor.id().toString(),
                    monitor.name(),
                    monitor.adminUp(),
                    monitor.kind().name(),
                    monitor.delay(),
                    monitor.timeout(),
                    monitor.retries(),
                    monitor.retriesDown(),
                    Standard.of(monitor.standard()));
        }

        HealthMonitor monitor() {
            return new HealthMonitor(
                    UUID.fromString(id),
                    name,
                    adminUp,
                    HealthMonitor.Kind.valueOf(kind),
                    delay,
                    timeout,
                    retries,
                    retriesDown,
                    standard.attributes());
        }
    }

    private static IpProtocol read(String protocol) {
        return switch (protocol) {
            case "tcp" -> IpProtocol.TCP;
            case "udp" -> IpProtocol.UDP;
            default -> throw new IllegalArgumentException("no connections of '" + protocol + "' are balanced");
        };
    }
}
