package io.heddle.routing.plan;

import io.heddle.routing.plan.Reach.DestinationClass;
import io.heddle.routing.plan.Wiring.Adjacency;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.topology.PortNumber;
import io.heddle.topology.clos.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The exceptions that keep traffic off failed parts: for each switch, the destinations that its base routes would not reach in the
 * shortest way that lives, and where they go instead.
 *
 * <p>An exception is made only in a switch that gets packets for that destination, and only because of something that the switch
 * cannot see: a dead port of its own is left to the liveness of its groups. So the two ends of a failed cable need none, nor does
 * anybody for whom the cable was not on the way.
 */
final class Repairs {

    private static final Repairs NONE = new Repairs(Map.of(), Map.of());

    private final Map<Integer, List<Repair>> fromBelow;
    private final Map<Integer, List<Repair>> fromAbove;

    private Repairs(Map<Integer, List<Repair>> fromBelow, Map<Integer, List<Repair>> fromAbove) {
        this.fromBelow = fromBelow;
        this.fromAbove = fromAbove;
    }

    /**
     * One exception of one switch.
     *
     * @param edges the destinations, by their numbers, in the order of their positions
     * @param target where they go
     */
    record Repair(List<Integer> edges, Target target) {}

    /** All of them, by the numbers of switches: equal when the repairs are. */
    List<Map<Integer, List<Repair>>> all() {
        return List.of(fromBelow, fromAbove);
    }

    /** Those of {@code node} for packets from below. */
    List<Repair> fromBelow(Node node) {
        return fromBelow.getOrDefault(node.number(), List.of());
    }

    /** Those of {@code node} for packets from above. */
    List<Repair> fromAbove(Node node) {
        return fromAbove.getOrDefault(node.number(), List.of());
    }

    static Repairs of(Wiring wiring, BaseRoutes base, Liveness liveness) {
        if (wiring.isFlat()) {
            return new Repairs(flat(wiring, liveness), Map.of());
        }
        Search search = new Search(wiring, base, liveness, new LinkedHashMap<>(), new LinkedHashMap<>());
        List<Node> highestFirst = Reach.highestFirst(wiring);
        for (DestinationClass destination : classes(wiring, liveness)) {
            search.repair(Reach.of(wiring, liveness, destination, highestFirst));
        }
        return search.below().isEmpty() && search.above().isEmpty()
                ? NONE
                : new Repairs(search.below(), search.above());
    }

    private static List<DestinationClass> classes(Wiring wiring, Liveness liveness) {
        record Key(int pod, List<Integer> attachedTo) {}
        Map<Key, List<Node>> classes = new LinkedHashMap<>();
        for (Node edge : wiring.edges()) {
            Set<Integer> attachedTo = new TreeSet<>();
            edge.ups().stream().filter(liveness::isAlive).forEach(up -> attachedTo.add(up.peer()));
            classes.computeIfAbsent(new Key(edge.pod(), List.copyOf(attachedTo)), key -> new ArrayList<>())
                    .add(edge);
        }
        List<DestinationClass> destinations = new ArrayList<>();
        classes.forEach((key, edges) -> destinations.add(new DestinationClass(edges, key.attachedTo())));
        return destinations;
    }

    private static Map<Integer, List<Repair>> flat(Wiring wiring, Liveness liveness) {
        Map<Integer, List<Repair>> repairs = new LinkedHashMap<>();
        for (Node edge : wiring.edges()) {
            int[] planned = FlatRoutes.distances(wiring, edge, cable -> true);
            int[] living = FlatRoutes.distances(wiring, edge, liveness::isAlive);
            for (Node node : wiring.nodes()) {
                List<PortNumber> base = FlatRoutes.nextPorts(node, planned, cable -> true);
                List<PortNumber> next = FlatRoutes.nextPorts(node, living, liveness::isAlive);
                List<PortNumber> usable = FlatRoutes.nextPorts(node, planned, liveness::isUsable);
                boolean isCut = next.isEmpty() && !usable.isEmpty();
                if (isCut || (!next.isEmpty() && (usable.isEmpty() || !next.containsAll(usable)))) {
                    List<PortNumber> kept = base.stream()
                            .filter(port -> isKept(port, next, usable))
                            .toList();
                    boolean isSubset = !next.isEmpty() && kept.containsAll(next);
                    Target target = isCut ? new Target.Nowhere() : new Target.Spread(isSubset ? kept : next);
                    repairs.computeIfAbsent(node.number(), number -> new ArrayList<>())
                            .add(new Repair(List.of(edge.number()), target));
                }
            }
        }
        return repairs;
    }

    /** A port stays unless packets sent by it would now go astray; a dead one may stay, for its group knows. */
    private static boolean isKept(PortNumber port, List<PortNumber> next, List<PortNumber> usable) {
        return next.contains(port) || !usable.contains(port);
    }

    /** The search for the exceptions of all switches, one class of destinations after the other. */
    private record Search(
            Wiring wiring,
            BaseRoutes base,
            Liveness liveness,
            Map<Integer, List<Repair>> below,
            Map<Integer, List<Repair>> above) {

        void repair(Reach reach) {
            List<Node> misled = new ArrayList<>();
            for (Node node : wiring.nodes()) {
                if (!reach.isReachedFrom(node)) {
                    endLoop(node, reach.destination());
                } else if (reach.isAttached(node)) {
                    avoidSilence(node, reach.destination());
                } else if (isMisled(node, reach)) {
                    misled.add(node);
                }
            }
            if (!misled.isEmpty()) {
                Arrivals arrivals = Arrivals.of(wiring, reach);
                misled.forEach(node -> repair(node, reach, arrivals.fromBelow(node), arrivals.fromAbove(node)));
            }
        }

        private boolean isMisled(Node node, Reach reach) {
            return isTurnedRound(node, reach)
                    || !astray(node, baseWays(node, reach), reach).isEmpty();
        }

        private void repair(Node node, Reach reach, boolean fromBelow, boolean fromAbove) {
            if (isTurnedRound(node, reach)) {
                Target target = new Target.Spread(nextPorts(node, reach));
                add(fromBelow, below, node, reach.destination(), target);
                add(fromAbove, above, node, reach.destination(), target);
                return;
            }
            List<Adjacency> ways = baseWays(node, reach);
            List<Adjacency> bad = astray(node, ways, reach);
            Target kept = new Target.Spread(Wiring.ports(
                    ways.stream().filter(each -> !bad.contains(each)).toList()));
            boolean isHurtFromAbove = reach.isAbove(node) || detourGoesAstray(node, reach, bad);
            add(fromBelow, below, node, reach.destination(), kept);
            add(fromAbove && isHurtFromAbove, above, node, reach.destination(), kept);
        }

        /** The cables of the base routes, where they lead in the same direction as the shortest way that lives. */
        private List<Adjacency> baseWays(Node node, Reach reach) {
            return reach.isAbove(node)
                    ? base.waysToward(node, reach.destination().edges().getFirst())
                    : node.ups();
        }

        /** Those of {@code ways} that the switch would use though they do not lead the shortest way. */
        private List<Adjacency> astray(Node node, List<Adjacency> ways, Reach reach) {
            List<Adjacency> bad = new ArrayList<>();
            boolean isAbove = reach.isAbove(node);
            for (Adjacency each : ways) {
                boolean isOnTheWay = isAbove ? reach.goesDown(node, each) : reach.goesUp(node, each);
                if (!isOnTheWay && liveness.isUsable(each)) {
                    bad.add(each);
                }
            }
            return bad;
        }

        /** Whether the base routes lead another way altogether: down, or nowhere, where the only ways left lead up first, or the reverse. */
        private boolean isTurnedRound(Node node, Reach reach) {
            if (reach.isAbove(node)) {
                return false;
            }
            Node edge = reach.destination().edges().getFirst();
            return !reach.isValleyFree(node)
                    || (node.isIn(Tier.AGGREGATION) && node.pod() == edge.pod())
                    || !base.waysToward(node, edge).isEmpty();
        }

        /** Whether a detour that starts from one of the switches above that send packets here could take a bad way. */
        private boolean detourGoesAstray(Node node, Reach reach, List<Adjacency> bad) {
            for (int peer : Wiring.peers(node.ups())) {
                Node from = wiring.nodes().get(peer);
                boolean sendsHere = from.downs().stream()
                        .anyMatch(each -> each.peer() == node.number() && reach.goesDown(from, each));
                if (sendsHere && bad.stream().anyMatch(each -> each.peer() != peer)) {
                    return true;
                }
            }
            return false;
        }

        /** Right above a destination only a cable that died silently has to be avoided, while others to the same place live. */
        private void avoidSilence(Node node, DestinationClass destination) {
            if (node.downs().stream().noneMatch(liveness::isSilentlyDead)) {
                return;
            }
            for (Node edge : destination.edges()) {
                List<Adjacency> direct = node.downs().stream()
                        .filter(each -> each.peer() == edge.number())
                        .toList();
                if (direct.stream().anyMatch(liveness::isSilentlyDead)) {
                    DestinationClass alone = new DestinationClass(List.of(edge), destination.attachedTo());
                    Target kept = new Target.Spread(Wiring.ports(direct.stream()
                            .filter(each -> !liveness.isSilentlyDead(each))
                            .toList()));
                    add(true, below, node, alone, kept);
                    add(!node.ups().isEmpty(), above, node, alone, kept);
                }
            }
        }

        /** Where nothing is left, the base routes must not send packets back and forth. */
        private void endLoop(Node node, DestinationClass destination) {
            boolean isConnected = node.ups().stream().anyMatch(liveness::isAlive)
                    || node.downs().stream().anyMatch(liveness::isAlive);
            if (!isConnected || node.isEdge()) {
                return;
            }
            for (Node edge : destination.edges()) {
                DestinationClass alone = new DestinationClass(List.of(edge), destination.attachedTo());
                List<Adjacency> toward = base.waysToward(node, edge);
                boolean turnsDown = toward.size() == 1 && !liveness.isAlive(toward.getFirst());
                boolean turnsUp = toward.isEmpty()
                        && node.ups().size() == 1
                        && !liveness.isAlive(node.ups().getFirst());
                add(turnsDown || turnsUp, below, node, alone, new Target.Nowhere());
                add(turnsDown && !node.ups().isEmpty(), above, node, alone, new Target.Nowhere());
            }
        }

        private static void add(
                boolean isNeeded,
                Map<Integer, List<Repair>> repairs,
                Node node,
                DestinationClass destination,
                Target target) {
            List<Integer> edges = destination.edges().stream()
                    .map(Node::number)
                    .filter(number -> number != node.number())
                    .toList();
            if (isNeeded && !edges.isEmpty()) {
                repairs.computeIfAbsent(node.number(), number -> new ArrayList<>())
                        .add(new Repair(edges, target));
            }
        }

        private static List<PortNumber> nextPorts(Node node, Reach reach) {
            List<PortNumber> ports = new ArrayList<>();
            node.ups().stream().filter(up -> reach.goesUp(node, up)).forEach(up -> ports.add(up.port()));
            node.downs().stream().filter(down -> reach.goesDown(node, down)).forEach(down -> ports.add(down.port()));
            Collections.sort(ports);
            return ports;
        }
    }
}
