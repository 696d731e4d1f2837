package io.heddle.routing.plan;

import io.heddle.routing.plan.Wiring.Adjacency;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.topology.PortNumber;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The ways of frames through the fabric: those of packets to the same edge switch, without the turns that a packet makes at a dead
 * cable, as a frame has no TTL that would end it.
 *
 * <p>A way is what the routes say now; switches that are on the way only while all cables live are among its stops all the same, so
 * that they are ready when a cable comes back.
 */
final class VlanGround {

    private final Wiring wiring;
    private final Liveness liveness;
    private final BiFunction<Node, Boolean, RouteTable> base;
    private final BiFunction<Node, Boolean, RouteTable> now;
    private final Map<List<Integer>, SortedMap<Stop, List<PortNumber>>> ways = new HashMap<>();
    private final Map<Integer, Map<Integer, Rung>> descents = new HashMap<>();

    /** {@code base} and {@code now} give the routes of a switch, from above or not, as designed and as they are. */
    VlanGround(
            Wiring wiring,
            Liveness liveness,
            BiFunction<Node, Boolean, RouteTable> base,
            BiFunction<Node, Boolean, RouteTable> now) {
        this.wiring = wiring;
        this.liveness = liveness;
        this.base = base;
        this.now = now;
    }

    /** A switch that frames come to from above, or from below. */
    record Stop(int node, boolean isFromAbove) implements Comparable<Stop> {

        private static final Comparator<Stop> ORDER =
                Comparator.comparingInt(Stop::node).thenComparing(Stop::isFromAbove);

        @Override
        public int compareTo(Stop other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * How a switch is reached from the one above it.
     *
     * @param above that one
     * @param up the port to it
     * @param down its port
     */
    record Rung(Node above, PortNumber up, PortNumber down) {}

    Wiring wiring() {
        return wiring;
    }

    /** By which ports, any of them, frames from one edge switch to another leave every switch that they may come to. */
    SortedMap<Stop, List<PortNumber>> ways(Node from, Node to) {
        return ways.computeIfAbsent(List.of(from.number(), to.number()), key -> walk(from, to));
    }

    private SortedMap<Stop, List<PortNumber>> walk(Node from, Node to) {
        SortedMap<Stop, List<PortNumber>> found = new TreeMap<>();
        ArrayDeque<Stop> queue = new ArrayDeque<>(List.of(new Stop(from.number(), false)));
        while (!queue.isEmpty()) {
            Stop stop = queue.remove();
            if (stop.node() != to.number() && !found.containsKey(stop)) {
                List<PortNumber> ports = ports(now, stop, to);
                found.put(stop, ports);
                SortedSet<PortNumber> all = new TreeSet<>(ports(base, stop, to));
                all.addAll(ports);
                all.forEach(port -> queue.add(beyond(stop, port)));
            }
        }
        found.values().removeIf(List::isEmpty);
        return found;
    }

    private List<PortNumber> ports(BiFunction<Node, Boolean, RouteTable> routes, Stop stop, Node to) {
        Node node = wiring.nodes().get(stop.node());
        Optional<Target> target = routes.apply(node, stop.isFromAbove())
                .targetOf(to.prefix().orElseThrow().address());
        return target.map(VlanGround::ports).orElse(List.of());
    }

    private static List<PortNumber> ports(Target target) {
        return switch (target) {
            case Target.Spread spread -> spread.ports();
            case Target.FirstLive first ->
                first.choices().getFirst().output().map(List::of).orElse(List.of());
            case Target.Steered steered -> steered.otherwise().ports();
            case Target.ToLocal ignored -> List.of();
            case Target.Nowhere ignored -> List.of();
            case Target.AskController ignored -> List.of();
            case Target.Detour ignored -> List.of();
        };
    }

    private Stop beyond(Stop stop, PortNumber port) {
        Node node = wiring.nodes().get(stop.node());
        return node.downs().stream()
                .filter(down -> down.port().equals(port))
                .findFirst()
                .map(down -> new Stop(down.peer(), true))
                .orElseGet(() -> new Stop(
                        node.ups().stream()
                                .filter(up -> up.port().equals(port))
                                .findFirst()
                                .orElseThrow()
                                .peer(),
                        false));
    }

    /** How every switch below {@code root} is reached from it over live cables, going only down, by its number. */
    Map<Integer, Rung> descent(Node root) {
        return descents.computeIfAbsent(root.number(), number -> descend(root));
    }

    private Map<Integer, Rung> descend(Node root) {
        Map<Integer, Rung> reached = new HashMap<>();
        ArrayDeque<Node> queue = new ArrayDeque<>(List.of(root));
        while (!queue.isEmpty()) {
            Node node = queue.remove();
            for (Adjacency down : node.downs()) {
                Node below = wiring.nodes().get(down.peer());
                if (liveness.isAlive(down) && !reached.containsKey(below.number())) {
                    Adjacency up = below.ups().stream()
                            .filter(each -> each.cable() == down.cable())
                            .findFirst()
                            .orElseThrow();
                    reached.put(below.number(), new Rung(node, up.port(), down.port()));
                    queue.add(below);
                }
            }
        }
        return reached;
    }
}
