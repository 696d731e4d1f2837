package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Names the port that a missing cable should be in, where only one can be meant. */
final class PortGuess {

    private final CablingGraph graph;
    private final Remembered remembered;
    private final int[] gaps;
    private final IntPredicate isReserved;

    PortGuess(CablingGraph graph, CableAudit audit, IntPredicate isReserved) {
        this.graph = graph;
        this.remembered = audit.remembered();
        this.isReserved = isReserved;
        this.gaps = new int[graph.size()];
        for (CableAudit.Gap gap : audit.gaps()) {
            gaps[gap.lower()]++;
            gaps[gap.upper()]++;
        }
    }

    /**
     * The port of {@code node} that a cable to {@code other} was in before, otherwise the only port that is down and nobody else's, if
     * {@code node} lacks exactly one cable.
     */
    Optional<ConnectPoint> of(int node, int other) {
        int found = CablingGraph.NONE;
        int count = 0;
        for (int port = graph.firstPort(node); port < graph.endPort(node); port++) {
            if (remembered.nodeAcross(port) == other) {
                return Optional.of(graph.point(port));
            }
            if (graph.peer(port) == CablingGraph.NONE && !graph.isUp(port) && !isReserved.test(port)) {
                found = port;
                count++;
            }
        }
        return count == 1 && gaps[node] == 1 ? Optional.of(graph.point(found)) : Optional.empty();
    }
}
