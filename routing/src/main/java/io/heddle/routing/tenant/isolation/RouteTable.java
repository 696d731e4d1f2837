package io.heddle.routing.tenant.isolation;

import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a router leads, the most specific route first (RFC 1812 §5.2.4.3); networks that it joins before static routes to the same addresses.
 *
 * @param doors its ports on networks of tenants that are to carry packets
 * @param routes where to
 */
record RouteTable(List<TenantPort> doors, List<Route> routes) {

    /**
     * A route.
     *
     * @param destination to which addresses
     * @param network onto which network; empty if there is nobody to lead it on
     * @param hop to whom there; empty for whoever has the address
     */
    record Route(Cidr destination, Optional<NetworkId> network, Optional<MacAddress> hop) {}

    static RouteTable of(TenantRouter router, TenantState state) {
        List<TenantPort> doors = state.interfacesOf(router.id()).stream()
                .filter(door ->
                        router.adminUp() && door.adminUp() && !door.fixedIps().isEmpty())
                .filter(door -> state.networkOf(door.network()).adminUp())
                .toList();
        List<Route> routes = new ArrayList<>();
        for (TenantPort door : doors) {
            subnets(door, state)
                    .forEach(subnet ->
                            routes.add(new Route(subnet.cidr(), Optional.of(door.network()), Optional.empty())));
        }
        router.routes().forEach(route -> routes.add(led(route, doors, state)));
        routes.sort(Comparator.comparingInt((Route route) -> route.destination().length())
                .reversed());
        return new RouteTable(doors, List.copyOf(routes));
    }

    private static Route led(HostRoute route, List<TenantPort> doors, TenantState state) {
        for (TenantPort door : doors) {
            Optional<TenantPort> hop = subnets(door, state)
                    .filter(subnet -> subnet.cidr().contains(route.nextHop()))
                    .flatMap(subnet -> state.portsByAddress(subnet.id()).find(route.nextHop()).stream())
                    .flatMap(id -> state.ports().find(id).stream())
                    .findFirst();
            if (hop.isPresent()) {
                return new Route(
                        route.destination(),
                        Optional.of(door.network()),
                        Optional.of(hop.get().mac()));
            }
        }
        return new Route(route.destination(), Optional.empty(), Optional.empty());
    }

    private static Stream<TenantSubnet> subnets(TenantPort door, TenantState state) {
        return door.fixedIps().stream()
                .map(FixedIp::subnet)
                .distinct()
                .flatMap(id -> state.subnets().find(id).stream());
    }

    /** The first route to an address, as the others are not asked. */
    Optional<Route> to(IpAddress address) {
        return routes.stream()
                .filter(route -> route.destination().contains(address))
                .findFirst();
    }

    /** The packets of which a route decides. */
    PacketSet decided(Route route, Headers headers) {
        PacketSet decided = headers.to(route.destination());
        for (Route better : routes) {
            if (better.equals(route)) {
                break;
            }
            if (better.destination().overlaps(route.destination())) {
                decided = decided.minus(headers.to(better.destination()));
            }
        }
        return decided;
    }

    /** All packets of which some route decides. */
    PacketSet decided(Headers headers) {
        return routes.stream().map(route -> headers.to(route.destination())).reduce(headers.nothing(), PacketSet::or);
    }

    /** Where the router leads to. */
    List<Cidr> destinations() {
        return routes.stream().map(Route::destination).distinct().toList();
    }

    /** Whether the router is on a network that has the address. */
    boolean isBeside(IpAddress address) {
        return routes.stream()
                .filter(route -> route.network().isPresent() && route.hop().isEmpty())
                .anyMatch(route -> route.destination().contains(address));
    }
}
