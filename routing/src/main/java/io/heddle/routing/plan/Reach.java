package io.heddle.routing.plan;

import io.heddle.routing.plan.Wiring.Adjacency;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.topology.clos.Tier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * How every switch of a Clos reaches one class of edge switches over the cables that live: edge switches of one pod whose upward
 * cables live to the same switches are reached alike.
 *
 * <p>A way is valley-free: up, then down. Where failures have left a switch no such way, it goes (up or down) towards the nearest
 * switch that has one, so whatever is still connected is still reached. Distances fall at every hop in each of the three stages,
 * and stages follow each other in one order only: no way has a loop.
 */
final class Reach {

    private static final int NEVER = Integer.MAX_VALUE / 2;

    private final Wiring wiring;
    private final Liveness liveness;
    private final DestinationClass destination;
    private final int[] down;
    private final int[] valleyFree;
    private final int[] rescue;

    private Reach(Wiring wiring, Liveness liveness, DestinationClass destination) {
        this.wiring = wiring;
        this.liveness = liveness;
        this.destination = destination;
        this.down = filled();
        this.valleyFree = filled();
        this.rescue = filled();
    }

    /**
     * Edge switches that are reached alike.
     *
     * @param edges by position
     * @param attachedTo the numbers of the switches right above that have a live cable to each of them
     */
    record DestinationClass(List<Node> edges, List<Integer> attachedTo) {}

    static Reach of(Wiring wiring, Liveness liveness, DestinationClass destination, List<Node> highestFirst) {
        Reach reach = new Reach(wiring, liveness, destination);
        reach.climb();
        reach.descend(highestFirst);
        reach.rescueTheRest();
        return reach;
    }

    /** All switches with a position, top tier first: the order in which valley-free distances follow from each other. */
    static List<Node> highestFirst(Wiring wiring) {
        return wiring.nodes().stream()
                .filter(node -> node.position().isPresent())
                .sorted((one, other) -> tier(other).compareTo(tier(one)))
                .toList();
    }

    private static Tier tier(Node node) {
        return node.position().orElseThrow().tier();
    }

    /** Whether {@code node} is above the destinations, with a live way straight down. */
    boolean isAbove(Node node) {
        return down[node.number()] != NEVER;
    }

    /** Whether {@code node} has a live way at all. */
    boolean isReachedFrom(Node node) {
        return isValleyFree(node) || rescue[node.number()] != NEVER;
    }

    /** Whether {@code node} has a live way that goes up first, if at all, and then only down. */
    boolean isValleyFree(Node node) {
        return valleyFree[node.number()] != NEVER;
    }

    /** Whether {@code node} goes on by its cable {@code up}. */
    boolean goesUp(Node node, Adjacency up) {
        return !isAbove(node) && isCloser(node, up);
    }

    /** Whether {@code node} goes on by its cable {@code down}; those to a destination itself are not counted. */
    boolean goesDown(Node node, Adjacency down) {
        return (isAbove(node) || !isValleyFree(node)) && isCloser(node, down);
    }

    private boolean isCloser(Node node, Adjacency adjacency) {
        int own = node.number();
        int peer = adjacency.peer();
        if (!liveness.isAlive(adjacency)) {
            return false;
        }
        if (down[own] != NEVER) {
            return down[peer] == down[own] - 1;
        }
        if (valleyFree[own] != NEVER) {
            return valleyFree[peer] == valleyFree[own] - 1;
        }
        return rescue[own] != NEVER && rescue[peer] == rescue[own] - 1;
    }

    /** Whether {@code node} is right above the destinations. */
    boolean isAttached(Node node) {
        return down[node.number()] == 1;
    }

    DestinationClass destination() {
        return destination;
    }

    private void climb() {
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int above : destination.attachedTo()) {
            down[above] = 1;
            queue.add(above);
        }
        while (!queue.isEmpty()) {
            int below = queue.remove();
            for (Adjacency up : wiring.nodes().get(below).ups()) {
                if (liveness.isAlive(up) && down[up.peer()] == NEVER) {
                    down[up.peer()] = down[below] + 1;
                    queue.add(up.peer());
                }
            }
        }
    }

    private void descend(List<Node> highestFirst) {
        for (Node node : highestFirst) {
            int best = down[node.number()];
            if (best == NEVER) {
                for (Adjacency up : node.ups()) {
                    if (liveness.isAlive(up)) {
                        best = Math.min(best, valleyFree[up.peer()] + 1);
                    }
                }
            }
            valleyFree[node.number()] = Math.min(best, NEVER);
        }
    }

    /** Spreads from the switches that have a valley-free way to those that have none. */
    private void rescueTheRest() {
        ArrayDeque<Node> queue = new ArrayDeque<>();
        for (Node node : wiring.nodes()) {
            if (valleyFree[node.number()] != NEVER) {
                rescue[node.number()] = 0;
            } else if (hasSavedNeighbour(node.ups()) || hasSavedNeighbour(node.downs())) {
                rescue[node.number()] = 1;
                queue.add(node);
            }
        }
        while (!queue.isEmpty()) {
            Node node = queue.remove();
            rescueNeighbours(node, node.ups(), queue);
            rescueNeighbours(node, node.downs(), queue);
        }
    }

    private boolean hasSavedNeighbour(List<Adjacency> list) {
        for (Adjacency each : list) {
            if (liveness.isAlive(each) && valleyFree[each.peer()] != NEVER) {
                return true;
            }
        }
        return false;
    }

    private void rescueNeighbours(Node node, List<Adjacency> list, ArrayDeque<Node> queue) {
        for (Adjacency each : list) {
            boolean isLost = valleyFree[each.peer()] == NEVER && rescue[each.peer()] == NEVER;
            if (isLost && liveness.isAlive(each)) {
                rescue[each.peer()] = rescue[node.number()] + 1;
                queue.add(wiring.nodes().get(each.peer()));
            }
        }
    }

    private int[] filled() {
        int[] distances = new int[wiring.nodes().size()];
        Arrays.fill(distances, NEVER);
        return distances;
    }
}
