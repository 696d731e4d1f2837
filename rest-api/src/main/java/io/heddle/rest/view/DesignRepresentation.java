package io.heddle.rest.view;

import io.heddle.topology.clos.FabricDesign;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the fabric was built to.
 *
 * @param kind {@code fat-tree}, {@code leaf-spine}, {@code folded-clos} or {@code irregular}
 * @param title the same with its parameters, for a person
 * @param parameters the parameters by name
 */
public record DesignRepresentation(String kind, String title, SortedMap<String, Integer> parameters) {

    public DesignRepresentation {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    static DesignRepresentation of(FabricDesign design) {
        SortedMap<String, Integer> parameters = new TreeMap<>();
        String kind = switch (design) {
            case FabricDesign.FatTree fatTree -> {
                parameters.put("k", fatTree.k());
                yield "fat-tree";
            }
            case FabricDesign.LeafSpine leafSpine -> {
                parameters.put("spines", leafSpine.spines());
                parameters.put("leaves", leafSpine.leaves());
                parameters.put("parallel", leafSpine.parallel());
                yield "leaf-spine";
            }
            case FabricDesign.FoldedClos clos -> {
                parameters.put("pods", clos.pods());
                parameters.put("planes", clos.planes());
                parameters.put("edges", clos.edges());
                parameters.put("aggregations", clos.aggregations());
                parameters.put("cores", clos.cores());
                yield "folded-clos";
            }
            case FabricDesign.Irregular irregular -> "irregular";
        };
        return new DesignRepresentation(kind, design.title(), parameters);
    }
}
