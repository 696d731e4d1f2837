package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.VipReach;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A load balancer that is to take connections, and where its members are.
 *
 * @param balancer the load balancer
 * @param mac the MAC address at which its own network finds it
 * @param metadata of frames on that network
 * @param services its listeners that work, each with its pool
 */
record WorkingBalancer(LoadBalancer balancer, MacAddress mac, long metadata, List<Service> services) {

    WorkingBalancer {
        services = List.copyOf(services);
    }

    /**
     * A listener whose pool works.
     *
     * @param listener the listener
     * @param pool its pool
     * @param members those members of the pool that can be reached
     */
    record Service(Listener listener, Pool pool, List<Reached> members) {

        Service {
            members = List.copyOf(members);
        }
    }

    /**
     * A member that can be reached.
     *
     * @param member the member
     * @param router the number of the router that leads to it, unless it is on the load balancer's own network
     * @param network the network it is on
     */
    record Reached(PoolMember member, Optional<Integer> router, NetworkId network) {

        Ipv4Address address() {
            return member.address().asIpv4().orElseThrow();
        }
    }

    /** A port at which some member takes connections. */
    record Endpoint(IpProtocol protocol, IpAddress address, int port) implements Comparable<Endpoint> {

        private static final Comparator<Endpoint> ORDER = Comparator.comparing(Endpoint::protocol)
                .thenComparing(Endpoint::address)
                .thenComparingInt(Endpoint::port);

        @Override
        public int compareTo(Endpoint other) {
            return ORDER.compare(this, other);
        }
    }

    /** Those whose address is on that network, in the order of their identifiers. */
    static List<WorkingBalancer> on(NetworkId network, TenantState state) {
        return state.loadBalancersOn(network).stream()
                .filter(LoadBalancer::adminUp)
                .filter(balancer -> state.networkOf(network).adminUp())
                .flatMap(balancer -> state.ports().find(balancer.vip().port()).stream()
                        .filter(TenantPort::adminUp)
                        .map(port -> of(balancer, port, state)))
                .toList();
    }

    /** Those that ports of that network reach: there, and by routers on networks that these join to it. */
    static List<WorkingBalancer> near(NetworkId network, TenantState state) {
        SortedSet<NetworkId> networks = new TreeSet<>();
        networks.add(network);
        for (RouterId router : state.routersOf(network)) {
            state.interfacesOf(router).forEach(door -> networks.add(door.network()));
        }
        return networks.stream().flatMap(id -> on(id, state).stream()).toList();
    }

    private static WorkingBalancer of(LoadBalancer balancer, TenantPort port, TenantState state) {
        List<Service> services = new ArrayList<>();
        for (Listener listener : balancer.listeners()) {
            listener.pool()
                    .flatMap(balancer::pool)
                    .filter(pool -> listener.adminUp() && pool.adminUp())
                    .ifPresent(pool -> services.add(new Service(listener, pool, reached(balancer, pool, state))));
        }
        long metadata = OverlayPipeline.network(state.networkOf(port.network()).segment());
        return new WorkingBalancer(balancer, port.mac(), metadata, services);
    }

    private static List<Reached> reached(LoadBalancer balancer, Pool pool, TenantState state) {
        List<Reached> reached = new ArrayList<>();
        for (PoolMember member : pool.members()) {
            VipReach.of(state, balancer.vip(), member.address())
                    .filter(reach -> member.adminUp())
                    .ifPresent(reach -> reached.add(new Reached(
                            member,
                            reach.router().flatMap(state.routers()::find).map(TenantRouter::number),
                            reach.network())));
        }
        return reached;
    }

    /** Where connections may be, also those that nobody gets any more who comes anew. */
    SortedMap<Endpoint, Reached> endpoints() {
        SortedMap<Endpoint, Reached> endpoints = new TreeMap<>();
        for (Service service : services) {
            service.members()
                    .forEach(each -> endpoints.put(
                            new Endpoint(
                                    service.pool().protocol(),
                                    each.member().address(),
                                    each.member().port()),
                            each));
        }
        return endpoints;
    }

    /** For each port of members, the load balancers by which it may be reached, in their order. */
    static SortedMap<Endpoint, List<WorkingBalancer>> byEndpoint(List<WorkingBalancer> balancers) {
        SortedMap<Endpoint, List<WorkingBalancer>> all = new TreeMap<>();
        for (WorkingBalancer balancer : balancers) {
            balancer.endpoints()
                    .keySet()
                    .forEach(endpoint -> all.computeIfAbsent(endpoint, key -> new ArrayList<>())
                            .add(balancer));
        }
        return all;
    }
}
