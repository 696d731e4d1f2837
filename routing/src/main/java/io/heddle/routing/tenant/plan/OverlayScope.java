package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ResourceId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.topology.DatapathId;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What has to be planned anew when one state follows another.
 *
 * <p>A network is, when something about it, its subnets or its ports changed, and when a router on it is. A router is, when something
 * about it or its ports changed, when a host that its static routes lead through did, and when the servers of a network that it joins
 * are others than they were, as these are the servers that route.
 */
final class OverlayScope {

    private final TenantState before;
    private final TenantState after;
    private final ServerIndex index;
    private final ExternalNeighbours neighbours;
    private final FailedMembers failed;
    private final PersistentMap<NetworkId, NetworkPlan> planned;
    private final RoutedSpace routed;
    private final SortedSet<NetworkId> networks = new TreeSet<>();
    private final SortedSet<RouterId> routers = new TreeSet<>();
    private final SortedMap<NetworkId, Membership> memberships = new TreeMap<>();
    private final SortedMap<NetworkId, SortedMap<DatapathId, Ways>> hosts = new TreeMap<>();

    /** What is planned for: what tenants ask for, the servers, who was found on external networks, and which members failed. */
    record Input(TenantState state, ServerIndex index, ExternalNeighbours neighbours, FailedMembers failed) {}

    /**
     * Finds what one input needs after another.
     *
     * @param ports those that are not as they were, or not plugged as they were
     * @param planned the shares of networks so far
     * @param routed what routed networks have in common
     */
    OverlayScope(
            Input earlier,
            Input later,
            SortedSet<PortId> ports,
            PersistentMap<NetworkId, NetworkPlan> planned,
            RoutedSpace routed) {
        this.before = earlier.state();
        this.after = later.state();
        this.index = later.index();
        this.neighbours = later.neighbours();
        this.failed = later.failed();
        this.planned = planned;
        this.routed = routed;
        noteNetworks();
        noteRouters(earlier.index());
        noteQuality();
        noteBalancers(earlier.failed());
        earlier.neighbours().macs().forEachDifference(neighbours.macs(), network -> networks.add(network));
        ports.forEach(this::notePort);
        noteTrunks(ports);
        List.copyOf(networks).forEach(this::noteMovedHosts);
        for (RouterId router : routers) {
            both(state -> state.interfacesOf(router).stream().map(TenantPort::network))
                    .forEach(network -> networks.add(network));
            both(state -> state.routers().find(router).stream())
                    .flatMap(each -> each.gateway().stream())
                    .forEach(gateway -> networks.add(gateway.network()));
        }
    }

    /** Plans the networks that have to be. */
    SortedMap<NetworkId, NetworkPlan> planNetworks() {
        networks.forEach(this::membership);
        return Abreast.planned(
                networks,
                id -> Optional.ofNullable(memberships.get(id))
                        .map(membership -> plan(id, membership))
                        .orElse(NetworkPlan.NOTHING));
    }

    private NetworkPlan plan(NetworkId id, Membership membership) {
        return membership.network().segment().type() == NetworkType.ROUTED
                ? RoutedPlanner.plan(membership, after.subnetsOf(id), hosts(id), routed)
                : NetworkPlanner.plan(
                        membership,
                        neighbourhood(id),
                        after.subnetsOf(id),
                        hosts(id),
                        neighbours.on(id),
                        Balancers.of(id, after, failed));
    }

    /** Plans the routers that have to be. */
    SortedMap<RouterId, RouterPlan> planRouters() {
        SortedMap<RouterId, RouterPlan> plans = new TreeMap<>();
        for (RouterId id : routers) {
            plans.put(
                    id,
                    WorkingRouter.of(id, after, index)
                            .map(router -> RouterPlanner.plan(router, after, this::hosts))
                            .orElse(RouterPlan.NOTHING));
        }
        return plans;
    }

    private void noteNetworks() {
        before.networks().forEachDifference(after.networks(), id -> {
            networks.add(id);
            both(state -> state.routersOf(id).stream()).forEach(router -> routers.add(router));
        });
        before.subnets()
                .forEachDifference(
                        after.subnets(),
                        id -> either(before.subnets().find(id), after.subnets().find(id))
                                .map(TenantSubnet::network)
                                .forEach(network -> networks.add(network)));
    }

    /** Those that changed, whose floating addresses did, and whose way out may be by another server. */
    private void noteRouters(ServerIndex earlier) {
        before.routers().forEachDifference(after.routers(), router -> routers.add(router));
        before.floatingIps()
                .forEachDifference(
                        after.floatingIps(),
                        id -> both(state -> state.floatingIps().find(id).stream())
                                .flatMap(ip -> ip.router().stream())
                                .forEach(router -> routers.add(router)));
        SortedSet<String> physical = new TreeSet<>(earlier.uplinks().keySet());
        physical.addAll(index.uplinks().keySet());
        physical.removeIf(name -> earlier.outlets(name).equals(index.outlets(name)));
        if (!physical.isEmpty()) {
            after.routers().values().stream()
                    .filter(router -> router.gateway()
                            .filter(gateway -> physical.contains(
                                    after.networkOf(gateway.network()).segment().physicalNetwork()))
                            .isPresent())
                    .forEach(router -> routers.add(router.id()));
        }
    }

    /** What has a policy that says something else than before; what has another policy than before is noted for that. */
    private void noteQuality() {
        before.qosPolicies()
                .forEachDifference(
                        after.qosPolicies(), policy -> after.usersOf(policy).forEach(this::noteLimited));
    }

    /** Those that changed concern all from where they are reached; a member that fails, only where connections are shared out. */
    private void noteBalancers(FailedMembers earlier) {
        before.loadBalancers()
                .forEachDifference(
                        after.loadBalancers(),
                        id -> both(state -> state.loadBalancers().find(id).stream())
                                .map(balancer -> balancer.vip().network())
                                .forEach(network -> {
                                    networks.add(network);
                                    both(state -> state.routersOf(network).stream())
                                            .forEach(router -> routers.add(router));
                                }));
        PersistentMap<UUID, LoadBalancerId> now = failed.balancers();
        earlier.balancers()
                .forEachDifference(
                        now,
                        member -> either(earlier.balancers().find(member), now.find(member))
                                .flatMap(id -> after.loadBalancers().find(id).stream())
                                .forEach(balancer -> networks.add(balancer.vip().network())));
    }

    private void noteLimited(ResourceId user) {
        switch (user) {
            case NetworkId network -> networks.add(network);
            case PortId port ->
                after.ports().find(port).map(TenantPort::network).ifPresent(network -> networks.add(network));
            case FloatingIpId address ->
                after.floatingIps().find(address).stream()
                        .flatMap(ip -> ip.router().stream())
                        .forEach(router -> routers.add(router));
            default -> throw new IllegalStateException("nothing limits " + user);
        }
    }

    private void notePort(PortId id) {
        List<TenantPort> versions =
                either(before.ports().find(id), after.ports().find(id)).toList();
        for (TenantPort port : versions) {
            networks.add(port.network());
            if (!before.ports().find(id).equals(after.ports().find(id))) {
                port.router().ifPresent(router -> routers.add(router));
                port.gatewayOf().ifPresent(router -> routers.add(router));
                after.routersOf(port.network()).stream()
                        .filter(router -> isHopOf(router, port))
                        .forEach(router -> routers.add(router));
            }
        }
    }

    /** Subports go with their trunk, and with its parent port. */
    private void noteTrunks(SortedSet<PortId> ports) {
        before.trunks()
                .forEachDifference(
                        after.trunks(),
                        id -> either(before.trunks().find(id), after.trunks().find(id))
                                .forEach(this::noteSubports));
        ports.forEach(parent -> after.trunkOn(parent).ifPresent(this::noteSubports));
    }

    private void noteSubports(TenantTrunk trunk) {
        for (PortId subport : trunk.subports().values()) {
            either(before.ports().find(subport), after.ports().find(subport))
                    .forEach(port -> networks.add(port.network()));
        }
    }

    private boolean isHopOf(RouterId router, TenantPort port) {
        return after.routers().find(router).stream()
                .flatMap(each -> each.routes().stream())
                .anyMatch(route ->
                        port.fixedIps().stream().anyMatch(ip -> ip.address().equals(route.nextHop())));
    }

    /** The servers of a network decide from where its routers, and they alone, send onto other networks. */
    private void noteMovedHosts(NetworkId id) {
        SortedMap<DatapathId, Ways> now = membership(id).map(known -> hosts(id)).orElse(new TreeMap<>());
        if (!now.equals(planned.getOrDefault(id, NetworkPlan.NOTHING).hosts())) {
            both(state -> state.routersOf(id).stream()).forEach(router -> routers.add(router));
        }
    }

    private Optional<Membership> membership(NetworkId id) {
        Membership known = memberships.get(id);
        if (known == null) {
            Optional<Membership> found = after.networks().find(id).map(network -> Membership.of(network, after, index));
            found.ifPresent(membership -> {
                memberships.put(id, membership);
                hosts.put(id, membership.hosts(index));
            });
            return found;
        }
        return Optional.of(known);
    }

    private SortedMap<DatapathId, Ways> hosts(NetworkId id) {
        return hosts.getOrDefault(
                id, planned.getOrDefault(id, NetworkPlan.NOTHING).hosts());
    }

    private Neighbourhood neighbourhood(NetworkId id) {
        List<RouterInterface> interfaces = new ArrayList<>();
        SortedMap<DatapathId, Ways> guests = new TreeMap<>();
        for (WorkingRouter router : WorkingRouter.on(id, after, index)) {
            for (RouterInterface door : router.interfaces()) {
                if (door.network().id().equals(id)) {
                    interfaces.add(door);
                }
            }
            router.networks().forEach(other -> guests.putAll(hosts(other)));
            router.exit().ifPresent(exit -> guests.put(exit.server().bridge(), exit.server()));
        }
        SortedMap<DatapathId, Ways> outlets = outlets(id);
        guests.putAll(outlets);
        guests.keySet().removeAll(hosts(id).keySet());
        return new Neighbourhood(interfaces, List.copyOf(guests.values()), List.copyOf(outlets.keySet()));
    }

    /** The servers that are the way out of routers by that network. */
    private SortedMap<DatapathId, Ways> outlets(NetworkId id) {
        SortedMap<DatapathId, Ways> outlets = new TreeMap<>();
        if (after.networks().find(id).filter(TenantNetwork::external).isPresent()) {
            for (TenantPort port : after.portsOf(id)) {
                port.gatewayOf()
                        .flatMap(after.routers()::find)
                        .flatMap(router -> WorkingRouter.outlet(router, after, index))
                        .ifPresent(server -> outlets.put(server.bridge(), server));
            }
        }
        return outlets;
    }

    private <T> Stream<T> both(Function<TenantState, Stream<T>> part) {
        return Stream.concat(part.apply(before), part.apply(after));
    }

    private static <R> Stream<R> either(Optional<R> one, Optional<R> other) {
        return Stream.of(one, other).flatMap(Optional::stream);
    }
}
