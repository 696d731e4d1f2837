package io.heddle.topology.clos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The cables of a blueprint, seen from the ports of a {@link CablingGraph}. */
final class Remembered {

    private static final int NONE = CablingGraph.NONE;

    /** A remembered cable that is not live and that nothing contradicts; ports are {@code NONE} where the switch has none such. */
    record DeadCable(Cable cable, int firstNode, int secondNode, int firstPort, int secondPort) {}

    private final int[] nodeAcross;
    private final int[] portAcross;
    private final List<DeadCable> dead = new ArrayList<>();

    Remembered(CablingGraph graph, Blueprint known) {
        nodeAcross = new int[graph.portCount()];
        portAcross = new int[graph.portCount()];
        Arrays.fill(nodeAcross, NONE);
        Arrays.fill(portAcross, NONE);
        for (Cable cable : known.cables()) {
            int one = graph.find(cable.first());
            int other = graph.find(cable.second());
            int oneNode = one == NONE ? graph.find(cable.first().dpid()) : graph.node(one);
            int otherNode = other == NONE ? graph.find(cable.second().dpid()) : graph.node(other);
            remember(one, other, otherNode);
            remember(other, one, oneNode);
            boolean isPlaced = oneNode != NONE && otherNode != NONE;
            if (isPlaced && isVacant(graph, one) && isVacant(graph, other)) {
                dead.add(new DeadCable(cable, oneNode, otherNode, one, other));
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

    /** Whether a cable of the blueprint was in {@code port}. */
    boolean holds(int port) {
        return nodeAcross[port] != NONE;
    }

    /** The cables that are dead at the moment, in order. */
    List<DeadCable> dead() {
        return dead;
    }
}
