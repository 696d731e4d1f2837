package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private final PersistentMap<NetworkId, NetworkPlan> planned;
    private final SortedSet<NetworkId> networks = new TreeSet<>();
    private final SortedSet<RouterId> routers = new TreeSet<>();
    private final SortedMap<NetworkId, Membership> memberships = new TreeMap<>();
    private final SortedMap<NetworkId, SortedMap<DatapathId, Ways>> hosts = new TreeMap<>();

    /**
     * Finds what {@code after} and {@code index} need.
     *
     * @param ports those that are not as they were, or not plugged as they were
     * @param planned the shares of networks so far
     */
    OverlayScope(
            TenantState before,
            TenantState after,
            ServerIndex index,
            SortedSet<PortId> ports,
            PersistentMap<NetworkId, NetworkPlan> planned) {
        this.before = before;
        this.after = after;
        this.index = index;
        this.planned = planned;
        noteNetworks();
        noteRouters();
        ports.forEach(this::notePort);
        List.copyOf(networks).forEach(this::noteMovedHosts);
        for (RouterId router : routers) {
            both(state -> state.interfacesOf(router).stream().map(TenantPort::network))
                    .forEach(network -> networks.add(network));
        }
    }

    /** Plans the networks that have to be. */
    SortedMap<NetworkId, NetworkPlan> planNetworks() {
        SortedMap<NetworkId, NetworkPlan> plans = new TreeMap<>();
        for (NetworkId id : networks) {
            plans.put(
                    id,
                    membership(id)
                            .map(membership ->
                                    NetworkPlanner.plan(membership, neighbourhood(id), after.subnetsOf(id), hosts(id)))
                            .orElse(NetworkPlan.NOTHING));
        }
        return plans;
    }

    /** Plans the routers that have to be. */
    SortedMap<RouterId, RouterPlan> planRouters() {
        SortedMap<RouterId, RouterPlan> plans = new TreeMap<>();
        for (RouterId id : routers) {
            plans.put(
                    id,
                    WorkingRouter.of(id, after)
                            .map(router -> RouterPlanner.plan(
                                    router,
                                    after,
                                    network -> new TreeSet<>(hosts(network).keySet())))
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

    private void noteRouters() {
        before.routers().forEachDifference(after.routers(), router -> routers.add(router));
    }

    private void notePort(PortId id) {
        List<TenantPort> versions =
                either(before.ports().find(id), after.ports().find(id)).toList();
        for (TenantPort port : versions) {
            networks.add(port.network());
            if (!before.ports().find(id).equals(after.ports().find(id))) {
                port.router().ifPresent(router -> routers.add(router));
                after.routersOf(port.network()).stream()
                        .filter(router -> isHopOf(router, port))
                        .forEach(router -> routers.add(router));
            }
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
        for (WorkingRouter router : WorkingRouter.on(id, after)) {
            for (RouterInterface door : router.interfaces()) {
                if (door.network().id().equals(id)) {
                    interfaces.add(door);
                }
            }
            router.networks().forEach(other -> guests.putAll(hosts(other)));
        }
        guests.keySet().removeAll(hosts(id).keySet());
        return new Neighbourhood(interfaces, List.copyOf(guests.values()));
    }

    private <T> Stream<T> both(Function<TenantState, Stream<T>> part) {
        return Stream.concat(part.apply(before), part.apply(after));
    }

    private static <R extends TenantResource> Stream<R> either(Optional<R> one, Optional<R> other) {
        return Stream.of(one, other).flatMap(Optional::stream);
    }
}
