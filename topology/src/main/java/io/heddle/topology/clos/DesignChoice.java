package io.heddle.topology.clos;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Tells which design a labelled cabling was built to.
 *
 * <p>A fat-tree shows in its sizes: k/2 edge, k/2 aggregation switches in most pods, k/2 cores in most planes, k pods. Where sizes
 * are not enough (a whole pod or most of a tier is missing), the ports of the upper switches decide: in a fat-tree each has k.
 */
final class DesignChoice {

    private final CablingGraph graph;
    private final Labels labels;
    private final int[] edgesOfPod;
    private final int[] aggregationsOfPod;
    private final int[] coresOfPlane;

    private DesignChoice(CablingGraph graph, Labels labels) {
        this.graph = graph;
        this.labels = labels;
        this.edgesOfPod = sizes(Labels.EDGE, labels.pod);
        this.aggregationsOfPod = sizes(Labels.AGGREGATION, labels.pod);
        this.coresOfPlane = sizes(Labels.CORE, labels.plane);
    }

    /** The design of three tiers whose pods and planes are labelled. */
    static FabricDesign ofThreeTiers(CablingGraph graph, Labels labels) {
        DesignChoice choice = new DesignChoice(graph, labels);
        int k = choice.fatTreeK();
        return k > 0 ? new FabricDesign.FatTree(k) : choice.foldedClos();
    }

    /** The design of leaves and spines only, at least one of each. */
    static FabricDesign leafSpine(Labels labels, int parallel) {
        return new FabricDesign.LeafSpine(labels.count(Labels.CORE), labels.count(Labels.EDGE), parallel);
    }

    /** The folded Clos with the sizes that the labels, which are final, have. */
    static FabricDesign foldedClos(CablingGraph graph, Labels labels) {
        return new DesignChoice(graph, labels).foldedClos();
    }

    private FabricDesign foldedClos() {
        int pods = (int) IntStream.range(0, Math.max(edgesOfPod.length, aggregationsOfPod.length))
                .filter(pod -> at(edgesOfPod, pod) + at(aggregationsOfPod, pod) > 0)
                .count();
        int planes = (int) Arrays.stream(coresOfPlane).filter(size -> size > 0).count();
        return new FabricDesign.FoldedClos(
                pods,
                planes,
                Arrays.stream(edgesOfPod).sum(),
                Arrays.stream(aggregationsOfPod).sum(),
                Arrays.stream(coresOfPlane).sum());
    }

    private int fatTreeK() {
        int edges = mode(edgesOfPod);
        int aggregations = mode(aggregationsOfPod);
        int cores = mode(coresOfPlane);
        int half = Math.max(edges, Math.max(aggregations, cores));
        boolean isAlike = edges == half && aggregations == half && cores == half;
        int pods = podsOf(half);
        if (pods > 2 * half || !respectsPorts(half) || sharesPlanesInPods() || hostsOfEdge() > half) {
            return 0;
        }
        if (isAlike && pods == 2 * half) {
            return 2 * half;
        }
        boolean isMostThere = 5 * (edgesOfAll() + aggregationsOfAll() + coresOfAll()) >= 3 * 5 * half * half;
        boolean isBuiltFor = portsOf(Labels.AGGREGATION) == 2 * half && portsOf(Labels.CORE) == 2 * half;
        return isBuiltFor && pods > half && (isAlike || isMostThere) ? 2 * half : 0;
    }

    /** Pods with at least half the switches that a pod of a fat-tree has. */
    private int podsOf(int half) {
        int whole = (int) IntStream.range(0, Math.max(edgesOfPod.length, aggregationsOfPod.length))
                .filter(pod -> at(edgesOfPod, pod) + at(aggregationsOfPod, pod) >= half)
                .count();
        // A pod that faults have torn apart counts once: there are no more than its switches can fill.
        int fillable = (Math.max(edgesOfAll(), aggregationsOfAll()) + half - 1) / Math.max(1, half);
        return Math.min(whole, Math.max(fillable, 2 * half));
    }

    /** Whether, but for a few, no switch has more cables than k and no group more switches than k/2. */
    private boolean respectsPorts(int half) {
        long upper = IntStream.range(0, graph.size())
                .filter(node -> labels.tier[node] == Labels.AGGREGATION || labels.tier[node] == Labels.CORE)
                .count();
        long tooWide = IntStream.range(0, graph.size())
                .filter(node -> labels.tier[node] != Labels.NONE && graph.degree(node) > 2 * half)
                .count();
        int tooMany = excess(edgesOfPod, half) + excess(aggregationsOfPod, half) + excess(coresOfPlane, half);
        return 10 * tooWide <= upper && 8L * tooMany <= upper + edgesOfAll();
    }

    /** Whether most pods have several aggregation switches in one plane. */
    private boolean sharesPlanesInPods() {
        int planes = coresOfPlane.length;
        int[] seen = new int[aggregationsOfPod.length * Math.max(1, planes)];
        boolean[] isShared = new boolean[aggregationsOfPod.length];
        for (int node = 0; node < graph.size(); node++) {
            boolean isIn = labels.tier[node] == Labels.AGGREGATION && labels.pod[node] >= 0;
            if (isIn && labels.plane[node] >= 0 && labels.plane[node] < planes) {
                int slot = labels.pod[node] * planes + labels.plane[node];
                seen[slot]++;
                isShared[labels.pod[node]] |= seen[slot] > 1;
            }
        }
        long shared =
                IntStream.range(0, isShared.length).filter(pod -> isShared[pod]).count();
        long all = Arrays.stream(aggregationsOfPod).filter(size -> size > 1).count();
        return 2 * shared > all;
    }

    private int hostsOfEdge() {
        return Histogram.of(nodes(Labels.EDGE).filter(graph::isObserved).map(graph::openPorts))
                .mode();
    }

    private int portsOf(int tier) {
        return Histogram.of(
                        nodes(tier).filter(graph::isObserved).map(node -> graph.endPort(node) - graph.firstPort(node)))
                .mode();
    }

    private IntStream nodes(int tier) {
        return IntStream.range(0, graph.size()).filter(node -> labels.tier[node] == tier);
    }

    private int edgesOfAll() {
        return Arrays.stream(edgesOfPod).sum();
    }

    private int aggregationsOfAll() {
        return Arrays.stream(aggregationsOfPod).sum();
    }

    private int coresOfAll() {
        return Arrays.stream(coresOfPlane).sum();
    }

    private int[] sizes(int tier, int[] group) {
        int groups = nodes(tier).map(node -> group[node]).max().orElse(-1) + 1;
        int[] sizes = new int[groups];
        nodes(tier).filter(node -> group[node] >= 0).forEach(node -> sizes[group[node]]++);
        return sizes;
    }

    private static int mode(int[] sizes) {
        return Histogram.of(Arrays.stream(sizes).filter(size -> size > 0)).mode();
    }

    private static int excess(int[] sizes, int limit) {
        return Arrays.stream(sizes).map(size -> Math.max(0, size - limit)).sum();
    }

    private static int at(int[] sizes, int index) {
        return index < sizes.length ? sizes[index] : 0;
    }
}
