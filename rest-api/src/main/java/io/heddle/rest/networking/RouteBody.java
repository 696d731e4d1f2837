package io.heddle.rest.networking;

import io.heddle.routing.tenant.HostRoute;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Routes as a list of {@code {"destination": CIDR, "nexthop": ADDRESS}}. */
final class RouteBody {

    private RouteBody() {}

    static Optional<List<HostRoute>> routes(Body body, String name) {
        return body.list(name)
                .map(items -> items.stream().map(item -> route(name, item)).toList());
    }

    static Object shown(List<HostRoute> routes) {
        return routes.stream()
                .map(route -> Map.of(
                        "destination", route.destination().toString(),
                        "nexthop", route.nextHop().toString()))
                .toList();
    }

    private static HostRoute route(String name, JsonNode item) {
        Body route = Body.members(name, item, Set.of("destination", "nexthop"));
        Optional<Cidr> destination =
                route.value("destination").map(value -> Body.read(name, value, "IP subnet", Cidr::parse));
        Optional<IpAddress> hop = route.value("nexthop").map(value -> Body.ip(name, value));
        if (destination.isEmpty()
                || hop.isEmpty()
                || destination.get().version() != hop.get().version()) {
            throw ApiError.invalid(name, "Invalid route: " + Body.quoted(item));
        }
        return new HostRoute(destination.get(), hop.get());
    }
}
