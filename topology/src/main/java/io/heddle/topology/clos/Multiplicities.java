package io.heddle.topology.clos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many parallel cables the design has between two neighbouring switches.
 *
 * <p>A fat-tree has one. Elsewhere it is what the lower switch has to all of its upper neighbours alike; where those differ, what is
 * most frequent in its pod or plane, and where even that is unclear, between its tiers. Dead cables of the blueprint count.
 */
final class Multiplicities {

    private static final int NONE = CablingGraph.NONE;

    private final CablingGraph graph;
    private final Labels labels;
    private final Map<Integer, Map<Integer, Integer>> deadAbove = new HashMap<>();
    private final int[] ofSwitch;
    private final Map<Integer, Integer> ofPod;
    private final Map<Integer, Integer> ofPlane;
    private final boolean isSingle;

    private Multiplicities(CablingGraph graph, Labels labels, Remembered remembered, boolean isSingle) {
        this.graph = graph;
        this.labels = labels;
        this.isSingle = isSingle;
        this.ofSwitch = new int[graph.size()];
        if (isSingle) {
            ofPod = Map.of();
            ofPlane = Map.of();
            return;
        }
        for (Remembered.DeadCable cable : remembered.dead()) {
            int lower = Fit.lower(labels, cable.firstNode(), cable.secondNode());
            int upper = cable.firstNode() + cable.secondNode() - lower;
            deadAbove.computeIfAbsent(lower, ignored -> new HashMap<>()).merge(upper, 1, Integer::sum);
        }
        ofPod = modes(Labels.EDGE, labels.pod);
        ofPlane = modes(Labels.AGGREGATION, labels.plane);
    }

    /** One cable everywhere. */
    static Multiplicities single(CablingGraph graph, Labels labels, Remembered remembered) {
        return new Multiplicities(graph, labels, remembered, true);
    }

    /** As most cables have it. */
    static Multiplicities counted(CablingGraph graph, Labels labels, Remembered remembered) {
        return new Multiplicities(graph, labels, remembered, false);
    }

    /** The number of cables between {@code lower} and any switch above it that it is cabled to by design. */
    int above(int lower) {
        if (isSingle) {
            return 1;
        }
        if (ofSwitch[lower] > 0) {
            return ofSwitch[lower];
        }
        return labels.tier[lower] == Labels.EDGE
                ? ofPod.getOrDefault(labels.pod[lower], 1)
                : ofPlane.getOrDefault(labels.plane[lower], 1);
    }

    /** What is most frequent between edge switches and those above them. */
    int ofEdges() {
        return ofPod.getOrDefault(NONE, 1);
    }

    /** The modes by group, and under {@code NONE} that of all groups together; fills {@code ofSwitch} in passing. */
    private Map<Integer, Integer> modes(int tier, int[] group) {
        Map<Integer, List<Integer>> counts = new HashMap<>();
        List<Integer> all = new ArrayList<>();
        for (int node = 0; node < graph.size(); node++) {
            if (labels.tier[node] != tier || group[node] == NONE) {
                continue;
            }
            int[] own = countsOf(node);
            ofSwitch[node] = isUniform(own) ? own[0] : 0;
            List<Integer> ofGroup = counts.computeIfAbsent(group[node], ignored -> new ArrayList<>());
            for (int count : own) {
                all.add(count);
                ofGroup.add(count);
            }
        }
        Map<Integer, Integer> modes = new HashMap<>();
        int overall = Math.max(1, mode(all).mode());
        modes.put(NONE, overall);
        counts.forEach((each, values) ->
                modes.put(each, mode(values).isClear() ? mode(values).mode() : overall));
        return modes;
    }

    private static boolean isUniform(int[] counts) {
        return counts.length > 1 && IntStream.of(counts).allMatch(count -> count == counts[0]);
    }

    private static Histogram mode(List<Integer> values) {
        return Histogram.of(values.stream().mapToInt(Integer::intValue));
    }

    /** The cables, dead ones too, to every switch above {@code lower} that it has any to. */
    private int[] countsOf(int lower) {
        Map<Integer, Integer> counts = new HashMap<>();
        Neighbours neighbours = graph.neighbours();
        for (int slot = neighbours.first(lower); slot < neighbours.end(lower); slot++) {
            if (isAbove(neighbours.node(slot), lower)) {
                counts.put(neighbours.node(slot), neighbours.cables(slot));
            }
        }
        deadAbove.getOrDefault(lower, Map.of()).forEach((upper, dead) -> {
            if (isAbove(upper, lower)) {
                counts.merge(upper, dead, Integer::sum);
            }
        });
        return counts.values().stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean isAbove(int upper, int lower) {
        return Fit.isAbove(labels, upper, lower);
    }
}
