package io.heddle.topology.clos;

import java.util.Arrays;

/** The switches next to every switch of a {@link CablingGraph}, each once, with the number of cables in between. */
final class Neighbours {

    private final int[] first;
    private final int[] node;
    private final int[] cables;

    Neighbours(CablingGraph graph) {
        first = new int[graph.size() + 1];
        node = new int[graph.portCount()];
        cables = new int[graph.portCount()];
        int[] slotOf = new int[graph.size()];
        Arrays.fill(slotOf, CablingGraph.NONE);
        int end = 0;
        for (int each = 0; each < graph.size(); each++) {
            first[each] = end;
            for (int port = graph.firstPort(each); port < graph.endPort(each); port++) {
                int other = graph.peer(port) == CablingGraph.NONE ? each : graph.node(graph.peer(port));
                if (other == each) {
                    continue;
                }
                if (slotOf[other] < first[each]) {
                    slotOf[other] = end;
                    node[end] = other;
                    end++;
                }
                cables[slotOf[other]]++;
            }
        }
        first[graph.size()] = end;
    }

    /** The first slot of the neighbours of {@code each}; they end before {@code first(each + 1)}. */
    int first(int each) {
        return first[each];
    }

    int end(int each) {
        return first[each + 1];
    }

    /** The neighbour in {@code slot}. */
    int node(int slot) {
        return node[slot];
    }

    /** The number of cables to the neighbour in {@code slot}. */
    int cables(int slot) {
        return cables[slot];
    }
}
