package io.heddle.routing.plan;

import io.heddle.routing.plan.Wiring.Adjacency;
import io.heddle.routing.plan.Wiring.Node;
import java.util.ArrayDeque;

/** Which switches get packets for a destination, from below and from above, when all go the shortest way that lives. */
final class Arrivals {

    private final boolean[] fromBelow;
    private final boolean[] fromAbove;

    private Arrivals(int count) {
        fromBelow = new boolean[count];
        fromAbove = new boolean[count];
    }

    /** Whether {@code node} gets them from below. */
    boolean fromBelow(Node node) {
        return fromBelow[node.number()];
    }

    /** Whether {@code node} gets them from above. */
    boolean fromAbove(Node node) {
        return fromAbove[node.number()];
    }

    static Arrivals of(Wiring wiring, Reach reach) {
        Arrivals arrivals = new Arrivals(wiring.nodes().size());
        ArrayDeque<Node> queue = new ArrayDeque<>(wiring.edges());
        wiring.edges().forEach(edge -> arrivals.fromBelow[edge.number()] = true);
        while (!queue.isEmpty()) {
            Node node = queue.remove();
            for (Adjacency up : node.ups()) {
                if (reach.goesUp(node, up) && arrivals.isFirst(up.peer(), arrivals.fromBelow)) {
                    queue.add(wiring.nodes().get(up.peer()));
                }
            }
            for (Adjacency down : node.downs()) {
                if (reach.goesDown(node, down) && arrivals.isFirst(down.peer(), arrivals.fromAbove)) {
                    queue.add(wiring.nodes().get(down.peer()));
                }
            }
        }
        return arrivals;
    }

    /** Notes an arrival, and says whether it is the first at that switch from either side. */
    private boolean isFirst(int node, boolean[] direction) {
        boolean isSeen = fromBelow[node] || fromAbove[node];
        direction[node] = true;
        return !isSeen;
    }
}
