package io.heddle.topology.clos;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Which switches should be next to which, by pods and planes, for the labels of one attempt. */
final class Expectation {

    private static final int NONE = CablingGraph.NONE;

    private final Labels labels;
    private final Multiplicities multiplicities;
    private final List<List<Integer>> aggregationsOfPod;
    private final List<List<Integer>> coresOfPlane;
    private final int[] edgesOfPod;
    private final int[] lowersOfPlane;
    private final boolean[] isPresent;

    Expectation(CablingGraph graph, Labels labels, Multiplicities multiplicities) {
        this.labels = labels;
        this.multiplicities = multiplicities;
        this.isPresent = new boolean[graph.size()];
        int groups = 0;
        for (int node = 0; node < graph.size(); node++) {
            isPresent[node] = labels.isPlaced(node) && !graph.isAbsent(node);
            groups = Math.max(groups, Math.max(labels.pod[node], labels.plane[node]) + 1);
        }
        aggregationsOfPod = new ArrayList<>();
        coresOfPlane = new ArrayList<>();
        edgesOfPod = new int[groups];
        lowersOfPlane = new int[groups];
        for (int group = 0; group < groups; group++) {
            aggregationsOfPod.add(new ArrayList<>());
            coresOfPlane.add(new ArrayList<>());
        }
        for (int node = 0; node < graph.size(); node++) {
            if (isPresent[node]) {
                file(node);
            }
        }
    }

    private void file(int node) {
        switch (labels.tier[node]) {
            case Labels.EDGE -> edgesOfPod[labels.pod[node]]++;
            case Labels.AGGREGATION -> aggregationsOfPod.get(labels.pod[node]).add(node);
            default -> coresOfPlane.get(labels.plane[node]).add(node);
        }
        if (labels.tier[node] != Labels.CORE && labels.plane[node] != NONE) {
            lowersOfPlane[labels.plane[node]]++;
        }
    }

    /** Whether the switch has a place and is there. */
    boolean isPresent(int node) {
        return isPresent[node];
    }

    /** Hands out every present switch that {@code lower}, which is placed, should be cabled to upwards. */
    void forEachAbove(int lower, IntConsumer consumer) {
        above(lower).forEach(consumer::accept);
    }

    /** The number of cables that {@code lower} should have to present switches above it. */
    int cablesAbove(int lower) {
        return above(lower).size() * multiplicities.above(lower);
    }

    /** The number of present switches next to {@code node} by design, above and below. */
    int neighbours(int node) {
        return switch (labels.tier[node]) {
            case Labels.EDGE -> above(node).size();
            case Labels.AGGREGATION -> above(node).size() + edgesOfPod[labels.pod[node]];
            default -> lowersOfPlane[labels.plane[node]];
        };
    }

    private List<Integer> above(int lower) {
        return switch (labels.tier[lower]) {
            case Labels.EDGE ->
                labels.plane[lower] != NONE
                        ? coresOfPlane.get(labels.plane[lower])
                        : aggregationsOfPod.get(labels.pod[lower]);
            case Labels.AGGREGATION -> labels.plane[lower] == NONE ? List.of() : coresOfPlane.get(labels.plane[lower]);
            default -> List.of();
        };
    }
}
