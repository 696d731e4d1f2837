package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cables of a blueprint, seen from the ports of a {@link CablingGraph}. */
final class Remembered {

    private static final int NONE = CablingGraph.NONE;

    /** A remembered cable that is not live and that nothing contradicts; ports are {@code NONE} where the switch has none such. */
    record DeadCable(Cable cable, int firstNode, int secondNode, int firstPort, int secondPort) {}

    private final @Nullable Cable[] cableAt;
    private final int[] nodeAcross;
    private final int[] portAcross;
    private final List<DeadCable> dead = new ArrayList<>();

    Remembered(CablingGraph graph, Blueprint known) {
        nodeAcross = new int[graph.portCount()];
        portAcross = new int[graph.portCount()];
        Arrays.fill(nodeAcross, NONE);
        Arrays.fill(portAcross, NONE);
        cableAt = new Cable[graph.portCount()];
        CableSet cables = CableSet.copyOf(known.cables());
        for (int number = 0; number < cables.size(); number++) {
            ConnectPoint first = cables.first(number);
            ConnectPoint second = cables.second(number);
            int oneNode = graph.find(first.dpid());
            int one = oneNode == NONE ? NONE : graph.find(oneNode, first.port());
            int otherNode = graph.find(second.dpid());
            int other = otherNode == NONE ? NONE : graph.find(otherNode, second.port());
            remember(one, other, otherNode);
            remember(other, one, oneNode);
            if (one != NONE) {
                cableAt[one] = cables.cable(number);
            }
            boolean isPlaced = oneNode != NONE && otherNode != NONE;
            if (isPlaced && isVacant(graph, one) && isVacant(graph, other)) {
                dead.add(new DeadCable(cables.cable(number), oneNode, otherNode, one, other));
            }
        }
    }

    private void remember(int port, int across, int node) {
        if (port != NONE) {
            portAcross[port] = across;
            nodeAcross[port] = node;
        }
    }

    private static boolean isVacant(CablingGraph graph, int port) {
        return port == NONE || graph.peer(port) == NONE;
    }

    /** The switch that a cable in {@code port} led to, or {@code NONE}. */
    int nodeAcross(int port) {
        return nodeAcross[port];
    }

    /** The port that a cable in {@code port} led to, or {@code NONE}. */
    int portAcross(int port) {
        return portAcross[port];
    }

    /** The cable from {@code port}, its lower end, to {@code peer}: the blueprint's own where it has it. */
    Cable cable(CablingGraph graph, int port, int peer) {
        Cable known = cableAt[port];
        return known != null && portAcross[port] == peer ? known : new Cable(graph.point(port), graph.point(peer));
    }

    /** The cables that are dead at the moment, in order. */
    List<DeadCable> dead() {
        return dead;
    }
}
