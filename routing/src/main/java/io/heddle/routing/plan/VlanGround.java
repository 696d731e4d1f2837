package io.heddle.routing.plan;

import io.heddle.routing.plan.Wiring.Adjacency;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.topology.PortNumber;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
import java.util.stream.Stream;

/**
 * The ways of frames through the fabric: those of packets to the same edge switch.
 *
 * <p>A way is what the routes say now; switches that are on the way only while all cables live are among its stops all the same, so
 * that they are ready when a cable comes back. At a dead cable a frame is sent back, or down to a sibling, as a packet is, and goes up
 * again from there. A frame has no TTL that would end it, so it is marked as it does, and no marked one goes up again.
 */
final class VlanGround {

    private final Wiring wiring;
    private final Liveness liveness;
    private final BiFunction<Node, Boolean, RouteTable> base;
    private final BiFunction<Node, Boolean, RouteTable> now;
    private final Map<List<Integer>, Ways> ways = new HashMap<>();
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

    /**
     * The ways from one edge switch to another.
     *
     * @param onward how frames leave every switch that they may come to
     * @param turning the numbers of the switches that may get them from above with no way further down
     */
    record Ways(SortedMap<Stop, Target.Onward> onward, SortedSet<Integer> turning) {}

    Wiring wiring() {
        return wiring;
    }

    /** By which of its upward ports a switch may get frames that it can send up again. */
    static List<Turn> turns(Node node) {
        return node.ups().stream()
                .flatMap(
                        up -> BaseRoutes.detour(node, up)
                                .filter(Target.Spread.class::isInstance)
                                .map(way -> new Turn(up.port(), way))
                                .stream())
                .toList();
    }

    /** What comes from above by {@code port} with no way further down goes on by {@code way}. */
    record Turn(PortNumber port, Target.Onward way) {}

    /** The ways of frames from one edge switch to another. */
    Ways ways(Node from, Node to) {
        return ways.computeIfAbsent(List.of(from.number(), to.number()), key -> walk(from, to));
    }

    private Ways walk(Node from, Node to) {
        SortedMap<Stop, Target.Onward> onward = new TreeMap<>();
        SortedSet<Integer> turning = new TreeSet<>();
        SortedSet<Stop> seen = new TreeSet<>();
        ArrayDeque<Stop> queue = new ArrayDeque<>(List.of(new Stop(from.number(), false)));
        while (!queue.isEmpty()) {
            Stop stop = queue.remove();
            if (stop.node() != to.number() && seen.add(stop)) {
                Optional<Target.Onward> target = target(now, stop, to);
                target.ifPresent(way -> onward.put(stop, way));
                Stream.of(target, target(base, stop, to))
                        .flatMap(way -> way.stream())
                        .forEach(way -> queue.addAll(beyond(stop, way)));
                if (isTurned(stop, to)) {
                    turning.add(stop.node());
                    turns(wiring.nodes().get(stop.node())).forEach(turn -> queue.addAll(beyond(stop, turn.way())));
                }
            }
        }
        return new Ways(onward, turning);
    }

    /** Whether frames may be there only to be sent up again. */
    private boolean isTurned(Stop stop, Node to) {
        return stop.isFromAbove()
                && (target(base, stop, to).isEmpty() || target(now, stop, to).isEmpty());
    }

    private Optional<Target.Onward> target(BiFunction<Node, Boolean, RouteTable> routes, Stop stop, Node to) {
        Node node = wiring.nodes().get(stop.node());
        Optional<Target> target = routes.apply(node, stop.isFromAbove())
                .targetOf(to.prefix().orElseThrow().address());
        return target.flatMap(way -> switch (way) {
            case Target.Steered steered -> Optional.of(steered.otherwise());
            case Target.Onward onward -> Optional.of(onward);
            case Target.ToLocal ignored -> Optional.empty();
            case Target.Nowhere ignored -> Optional.empty();
            case Target.AskController ignored -> Optional.empty();
            case Target.Detour ignored -> Optional.empty();
        });
    }

    /** Where frames come to by a target, whatever cables are dead; sent back, they are where they came from. */
    private List<Stop> beyond(Stop stop, Target.Onward target) {
        List<Stop> next = new ArrayList<>();
        switch (target) {
            case Target.Spread spread -> spread.ports().forEach(port -> next.add(beyond(stop, port)));
            case Target.Steered steered -> next.addAll(beyond(stop, steered.otherwise()));
            case Target.FirstLive first ->
                first.choices().forEach(choice -> choice.output().ifPresent(port -> next.add(beyond(stop, port))));
        }
        next.stream()
                .filter(each -> !each.isFromAbove())
                .findAny()
                .ifPresent(up -> next.add(new Stop(stop.node(), true)));
        return next;
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
