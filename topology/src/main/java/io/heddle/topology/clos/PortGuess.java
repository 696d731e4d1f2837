package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Names the port that a missing cable should be in, where only one can be meant. */
final class PortGuess {

    private final CablingGraph graph;
    private final int[] gaps;
    private final IntPredicate isReserved;

    PortGuess(CablingGraph graph, CableAudit audit, IntPredicate isReserved) {
        this.graph = graph;
        this.isReserved = isReserved;
        this.gaps = new int[graph.size()];
        for (CableAudit.Gap gap : audit.gaps()) {
            gaps[gap.lower()]++;
            gaps[gap.upper()]++;
        }
    }

    /** The only port of {@code node} that is down and nobody else's, if the node lacks exactly one cable. */
    Optional<ConnectPoint> of(int node) {
        int found = CablingGraph.NONE;
        for (int port = graph.firstPort(node); gaps[node] == 1 && port < graph.endPort(node); port++) {
            if (graph.peer(port) == CablingGraph.NONE && !graph.isUp(port) && !isReserved.test(port)) {
                if (found != CablingGraph.NONE) {
                    return Optional.empty();
                }
                found = port;
            }
        }
        return found == CablingGraph.NONE ? Optional.empty() : Optional.of(graph.point(found));
    }
}
