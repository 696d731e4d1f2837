package io.heddle.routing.plan;

import io.heddle.routing.plan.RouteTable.Route;
import io.heddle.routing.plan.Wiring.Adjacency;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpPrefix;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Shortest paths with equal cost, by hops, in a graph that is no Clos: one route for every other switch with servers. A failure is
 * healed by what is left of a set of equal ports, and otherwise by the controller.
 */
final class FlatRoutes {

    private final Wiring wiring;

    FlatRoutes(Wiring wiring) {
        this.wiring = wiring;
    }

    /** The routes of every switch, by its number, over all cables of the blueprint. */
    List<RouteTable> all() {
        List<SortedMap<IpPrefix, Route>> routes =
                wiring.nodes().stream().map(FlatRoutes::local).toList();
        for (Node edge : wiring.edges()) {
            int[] distances = distances(wiring, edge, cable -> true);
            for (Node node : wiring.nodes()) {
                List<PortNumber> ports = nextPorts(node, distances, cable -> true);
                if (!ports.isEmpty()) {
                    routes.get(node.number())
                            .put(edge.prefix().orElseThrow(), new Route(new Target.Spread(ports), Purpose.ROUTING));
                }
            }
        }
        return routes.stream().map(RouteTable::new).toList();
    }

    private static SortedMap<IpPrefix, Route> local(Node node) {
        SortedMap<IpPrefix, Route> routes = new TreeMap<>();
        node.prefix().ifPresent(own -> {
            routes.put(own, new Route(new Target.ToLocal(), Purpose.ROUTING));
            routes.put(BaseRoutes.NOT_UNICAST, new Route(new Target.Nowhere(), Purpose.MISS));
            routes.put(BaseRoutes.EVERYWHERE, new Route(new Target.AskController(), Purpose.MISS));
        });
        return routes;
    }

    /** The hops from every switch to {@code goal} over the cables that are {@code usable}; −1 where there is no way. */
    static int[] distances(Wiring wiring, Node goal, Predicate<Adjacency> usable) {
        int[] distances = new int[wiring.nodes().size()];
        Arrays.fill(distances, -1);
        distances[goal.number()] = 0;
        ArrayDeque<Node> queue = new ArrayDeque<>(List.of(goal));
        while (!queue.isEmpty()) {
            Node node = queue.remove();
            for (Adjacency each : node.flats()) {
                if (usable.test(each) && distances[each.peer()] < 0) {
                    distances[each.peer()] = distances[node.number()] + 1;
                    queue.add(wiring.nodes().get(each.peer()));
                }
            }
        }
        return distances;
    }

    /** The usable ports of {@code node} that lead one hop closer. */
    static List<PortNumber> nextPorts(Node node, int[] distances, Predicate<Adjacency> usable) {
        int own = distances[node.number()];
        return node.flats().stream()
                .filter(each -> own > 0 && usable.test(each) && distances[each.peer()] == own - 1)
                .map(Adjacency::port)
                .toList();
    }
}
