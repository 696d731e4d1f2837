package io.heddle.topology.clos;

import java.util.Arrays;
import java.util.List;

/**
 * What is believed of every switch of a {@link CablingGraph} while it is being recognised: tier, pod, plane and index, each {@link
 * CablingGraph#NONE} while unknown.
 *
 * <p>A pod is kept for edge and aggregation switches, a plane for aggregation and core switches, and where there are only two tiers
 * for the edge switches too. Fixed labels come from the
 * blueprint and are not voted on.
 */
final class Labels {

    static final int NONE = CablingGraph.NONE;
    static final int EDGE = 0;
    static final int AGGREGATION = 1;
    static final int CORE = 2;

    private static final List<Tier> TIERS = List.of(Tier.EDGE, Tier.AGGREGATION, Tier.CORE);

    final int[] tier;
    final int[] pod;
    final int[] plane;
    final int[] index;
    final boolean[] isFixed;

    /** For every switch the one whose place it took over. */
    final int[] heir;

    private Labels(int size) {
        tier = unknown(size);
        pod = unknown(size);
        plane = unknown(size);
        index = unknown(size);
        isFixed = new boolean[size];
        heir = unknown(size);
    }

    /** Nothing is known. */
    static Labels fresh(CablingGraph graph) {
        return new Labels(graph.size());
    }

    /** What the blueprint says; an aggregation switch is in the plane of the cores that it was cabled to. */
    static Labels of(CablingGraph graph, Memory memory) {
        Labels labels = new Labels(graph.size());
        memory.known().positions().forEach((dpid, position) -> {
            int node = graph.find(dpid);
            labels.restore(node, position);
            labels.isFixed[node] = true;
        });
        for (int node = 0; node < graph.size(); node++) {
            labels.adoptPlane(graph, memory.remembered(), node);
        }
        return labels;
    }

    static int number(Tier tier) {
        return TIERS.indexOf(tier);
    }

    private static int planeOf(Position position) {
        return switch (position.tier()) {
            case EDGE -> NONE;
            case AGGREGATION -> position.index();
            case CORE -> position.pod();
        };
    }

    private void adoptPlane(CablingGraph graph, Remembered remembered, int node) {
        for (int port = graph.firstPort(node); tier[node] == AGGREGATION && port < graph.endPort(node); port++) {
            int core = remembered.nodeAcross(port);
            if (core != NONE && tier[core] == CORE) {
                plane[node] = plane[core];
                return;
            }
        }
    }

    int size() {
        return tier.length;
    }

    /** Takes everything back that is believed of {@code node}. */
    void clear(int node) {
        tier[node] = NONE;
        pod[node] = NONE;
        plane[node] = NONE;
        index[node] = NONE;
        isFixed[node] = false;
    }

    /** Makes a leaf-spine of edge and aggregation labels: one pod of leaves, one plane of spines. */
    void mergeTopTiers() {
        for (int node = 0; node < tier.length; node++) {
            if (tier[node] == EDGE) {
                pod[node] = 0;
                plane[node] = 0;
            } else if (tier[node] == AGGREGATION) {
                tier[node] = CORE;
                pod[node] = NONE;
                plane[node] = 0;
            }
        }
    }

    /** Undoes {@link #mergeTopTiers} for a leaf-spine of the blueprint, because inference starts from the bottom. */
    void splitTopTiers() {
        for (int node = 0; node < tier.length; node++) {
            tier[node] = tier[node] == CORE ? AGGREGATION : tier[node];
            pod[node] = tier[node] == NONE ? NONE : 0;
            plane[node] = NONE;
        }
    }

    /** Gives {@code node} the place it has in the blueprint. */
    void restore(int node, Position position) {
        tier[node] = number(position.tier());
        pod[node] = position.tier() == Tier.CORE ? NONE : position.pod();
        plane[node] = planeOf(position);
        index[node] = position.index();
    }

    boolean isPlaced(int node) {
        return tier[node] != NONE && index[node] != NONE;
    }

    /** The place of a switch that {@link #isPlaced}. */
    Position position(int node) {
        return new Position(TIERS.get(tier[node]), tier[node] == CORE ? plane[node] : pod[node], index[node]);
    }

    int count(int wanted) {
        int count = 0;
        for (int each : tier) {
            count += each == wanted ? 1 : 0;
        }
        return count;
    }

    private static int[] unknown(int size) {
        int[] array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }
}
