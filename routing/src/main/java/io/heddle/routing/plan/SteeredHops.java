package io.heddle.routing.plan;

import io.heddle.routing.plan.RefusedSteering.Reason;
import io.heddle.routing.plan.Target.FirstLive;
import io.heddle.routing.plan.Target.Spread;
import io.heddle.routing.plan.Target.Steered;
import io.heddle.routing.plan.Wiring.Adjacency;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which steerings the plan holds, hop by hop.
 *
 * <p>A steered flow only ever takes one of the ports that the routes of the switch would spread it over at this moment, repairs
 * included. So it goes where some other flow goes as well, and whatever holds of all ways of the plan (no loop, no black hole)
 * holds of its own.
 */
final class SteeredHops {

    private final Map<Integer, List<SteeredHop>> byNode = new HashMap<>();
    private final List<Steering> accepted = new ArrayList<>();
    private final List<RefusedSteering> refused = new ArrayList<>();

    private SteeredHops() {}

    /**
     * A flow at one switch.
     *
     * @param flow the flow
     * @param target where it goes there
     */
    record SteeredHop(FlowKey flow, Steered target) {}

    /**
     * Chooses among {@code steerings}, in their order.
     *
     * @param routes the routes of a switch for what comes from below
     * @param most how many hops one switch may have
     */
    static SteeredHops of(
            List<Steering> steerings,
            Wiring wiring,
            Liveness liveness,
            Residents residents,
            Function<Node, RouteTable> routes,
            int most) {
        SteeredHops hops = new SteeredHops();
        Search search = new Search(wiring, liveness, residents, routes, new HashMap<>());
        for (Steering steering : steerings) {
            Found found = search.follow(steering);
            boolean isFull = found.hops().keySet().stream()
                    .anyMatch(number -> hops.at(number).size() >= most);
            Optional<Reason> reason = isFull ? Optional.of(Reason.FULL) : found.reason();
            reason.ifPresentOrElse(
                    why -> hops.refused.add(new RefusedSteering(steering, why)),
                    () -> hops.accept(steering, found.hops()));
        }
        return hops;
    }

    private void accept(Steering steering, Map<Integer, SteeredHop> found) {
        accepted.add(steering);
        found.forEach((node, hop) ->
                byNode.computeIfAbsent(node, number -> new ArrayList<>()).add(hop));
    }

    /** The hops at {@code node}, by flow. */
    List<SteeredHop> at(Node node) {
        return at(node.number());
    }

    private List<SteeredHop> at(int number) {
        return byNode.getOrDefault(number, List.of());
    }

    /** The steerings that are in the plan, by flow. */
    List<Steering> accepted() {
        return List.copyOf(accepted);
    }

    /** The others, by flow. */
    List<RefusedSteering> refused() {
        return List.copyOf(refused);
    }

    /** The hops of one steering, or why it has none. */
    private record Found(Optional<Reason> reason, Map<Integer, SteeredHop> hops) {

        static Found none(Reason reason) {
            return new Found(Optional.of(reason), Map.of());
        }
    }

    private record Search(
            Wiring wiring,
            Liveness liveness,
            Residents residents,
            Function<Node, RouteTable> routes,
            Map<Integer, RouteTable> known) {

        Found follow(Steering steering) {
            Optional<DatapathId> source = switchOf(steering.flow().source());
            Optional<DatapathId> destination = switchOf(steering.flow().destination());
            if (source.isEmpty() || destination.isEmpty() || source.equals(destination)) {
                return Found.none(Reason.NO_WAY_UP);
            }
            ConnectPoint first = steering.ways().getFirst();
            Optional<Node> edge = wiring.node(source.get()).filter(Node::isEdge);
            if (edge.isEmpty() || !edge.get().dpid().equals(first.dpid())) {
                return Found.none(Reason.NOT_AT_SOURCE);
            }
            return climb(steering, edge.get());
        }

        private Optional<DatapathId> switchOf(Ipv4Address address) {
            return residents.at(address).map(Host::location).map(ConnectPoint::dpid);
        }

        private Found climb(Steering steering, Node edge) {
            Map<Integer, SteeredHop> hops = new TreeMap<>();
            Node node = edge;
            for (ConnectPoint way : steering.ways()) {
                Optional<Adjacency> up = upward(node, way);
                if (up.isEmpty()) {
                    return Found.none(Reason.NOT_UPWARD);
                }
                if (!liveness.isAlive(up.get())) {
                    return Found.none(Reason.DEAD);
                }
                Optional<Target> routed =
                        routesOf(node).targetOf(steering.flow().destination());
                if (routed.isPresent()
                        && routed.get() instanceof Spread spread
                        && spread.ports().contains(way.port())) {
                    hops.put(node.number(), new SteeredHop(steering.flow(), new Steered(way.port(), spread)));
                } else if (!isOnlyWay(routed, way)) {
                    return Found.none(Reason.NOT_ON_THE_WAY);
                }
                node = wiring.nodes().get(up.get().peer());
            }
            return new Found(Optional.empty(), hops);
        }

        private RouteTable routesOf(Node node) {
            return known.computeIfAbsent(node.number(), number -> routes.apply(node));
        }

        private static Optional<Adjacency> upward(Node node, ConnectPoint way) {
            return node.ups().stream()
                    .filter(each ->
                            node.dpid().equals(way.dpid()) && each.port().equals(way.port()))
                    .findFirst();
        }

        /** Whether everybody goes that way there, so that nothing has to be said of the flow. */
        private static boolean isOnlyWay(Optional<Target> routed, ConnectPoint way) {
            return routed.isPresent()
                    && routed.get() instanceof FirstLive first
                    && first.kind() == GroupKind.UP_OR_BACK
                    && first.choices().getFirst().watch().equals(way.port());
        }
    }
}
