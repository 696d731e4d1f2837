package io.heddle.topology.clos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The cables of the design towards places where no switch is. */
final class Vacancies {

    private static final int NONE = CablingGraph.NONE;

    private final CablingGraph graph;
    private final Labels labels;
    private final FabricDesign design;
    private final Expectation expectation;

    Vacancies(CablingGraph graph, Labels labels, FabricDesign design, Expectation expectation) {
        this.graph = graph;
        this.labels = labels;
        this.design = design;
        this.expectation = expectation;
    }

    /** Places that the cables with the given lower ports could keep one end in, each as often as there are cables for it. */
    List<PlugMatching.Place> places(int[] wrong) {
        Map<Integer, Integer> wanted = new HashMap<>();
        List<PlugMatching.Place> places = new ArrayList<>();
        for (int port : wrong) {
            for (int node : new int[] {graph.node(port), graph.node(graph.peer(port))}) {
                int count = wanted.merge(node, 1, Integer::sum);
                if (expectation.isPresent(node) && count <= missingNeighbours(node)) {
                    places.add(new PlugMatching.Place(node, NONE));
                }
            }
        }
        return places;
    }

    private int missingNeighbours(int node) {
        return switch (design) {
            case FabricDesign.FatTree fatTree -> {
                int all = labels.tier[node] == Labels.EDGE ? fatTree.k() / 2 : fatTree.k();
                yield all - expectation.neighbours(node);
            }
            case FabricDesign.LeafSpine ignored -> absentNeighbours(node);
            case FabricDesign.FoldedClos ignored -> absentNeighbours(node);
            case FabricDesign.Irregular ignored -> 0;
        };
    }

    private int absentNeighbours(int node) {
        int count = 0;
        for (int other = 0; other < graph.size(); other++) {
            boolean isAbsent = labels.isPlaced(other) && !expectation.isPresent(other);
            count += isAbsent && Fit.areCabled(labels, node, other) ? 1 : 0;
        }
        return count;
    }
}
