package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import java.util.Comparator;
import java.util.List;

/** Which static routes a router may have: each to another destination, through a neighbour on a subnet that it joins. */
final class StaticRoutes {

    private static final int AT_MOST = 30;
    private static final Comparator<HostRoute> MOST_SPECIFIC_FIRST = Comparator.comparing(
                    (HostRoute route) -> route.destination().length(), Comparator.reverseOrder())
            .thenComparing(HostRoute::destination);

    private StaticRoutes() {}

    /** The routes in the order of a router; refused when the router cannot follow one of them. */
    static List<HostRoute> checked(TenantState state, RouterId router, List<HostRoute> routes) {
        if (routes.size() > AT_MOST) {
            throw TenantRefusal.badRequest(
                    "RoutesExhausted",
                    "Unable to complete operation for " + router + ". The number of routes exceeds the maximum "
                            + AT_MOST + ".");
        }
        List<FixedIp> own = state.interfacesOf(router).stream()
                .flatMap(port -> port.fixedIps().stream())
                .toList();
        List<Cidr> joined = own.stream()
                .map(ip -> state.subnets().find(ip.subnet()).orElseThrow().cidr())
                .toList();
        for (HostRoute route : routes) {
            IpAddress hop = route.nextHop();
            if (joined.stream().noneMatch(cidr -> cidr.contains(hop))) {
                throw invalid(route, "the nexthop is not connected with router");
            } else if (own.stream().anyMatch(ip -> ip.address().equals(hop))) {
                throw invalid(route, "the nexthop is used by router");
            } else if (routes.stream().anyMatch(other -> isRival(route, other))) {
                throw invalid(route, "another route has the same destination");
            }
        }
        return routes.stream().distinct().sorted(MOST_SPECIFIC_FIRST).toList();
    }

    private static boolean isRival(HostRoute route, HostRoute other) {
        return route.destination().equals(other.destination()) && !route.equals(other);
    }

    private static Refused invalid(HostRoute route, String reason) {
        return TenantRefusal.badRequest(
                "InvalidRoutes",
                "Invalid format for routes: " + route.destination() + " via " + route.nextHop() + ", " + reason);
    }
}
