package io.heddle.topology.clos;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads a cabling as a leaf-spine, a folded Clos or a fat-tree. */
final class ClosReading {

    private static final int NONE = CablingGraph.NONE;

    /** A port that could have a host, on a switch that should have none, weighs as much as this many wrong cables. */
    private static final int STRAY_WEIGHT = 3;

    private final CablingGraph graph;
    private final Labels labels;

    private ClosReading(CablingGraph graph, Labels labels) {
        this.graph = graph;
        this.labels = labels;
    }

    /** The reading in which every switch of the blueprint, which is one of a Clos, keeps its place. */
    static Attempt byMemory(CablingGraph graph, Memory memory) {
        Labels labels = Labels.of(graph, memory);
        boolean isTwoTier = labels.count(Labels.AGGREGATION) == 0;
        if (isTwoTier) {
            labels.splitTopTiers();
        }
        ClosReading reading = new ClosReading(graph, labels);
        reading.inferTiers();
        return reading.attempt(memory, false);
    }

    /** The reading of the cabling alone; the blueprint only says which numbers to prefer. */
    static Verdict afresh(CablingGraph graph, Memory memory) {
        Labels labels = Labels.fresh(graph);
        ClosReading reading = new ClosReading(graph, labels);
        reading.inferTiers();
        String reason = reading.obstacle();
        if (!reason.isEmpty()) {
            return Verdict.noClos(reason);
        }
        boolean isTwoTier = labels.count(Labels.CORE) == 0;
        boolean isSameFamily = isTwoTier == isTwoTier(memory.known());
        Attempt attempt = reading.attempt(isSameFamily ? memory : Memory.none(graph), true);
        String objection = reading.objection(attempt);
        return objection.isEmpty() ? Verdict.clos(attempt) : Verdict.noClos(objection);
    }

    private static boolean isTwoTier(Blueprint known) {
        return known.positions().values().stream().noneMatch(position -> position.tier() == Tier.AGGREGATION);
    }

    private void inferTiers() {
        new TierInference(graph, labels).run();
        for (int node = 0; node < graph.size(); node++) {
            if (!labels.isFixed[node] && graph.degree(node) == 0) {
                labels.clear(node);
            }
        }
    }

    /** Names pods, planes and places, and compares the cables. */
    private Attempt attempt(Memory memory, boolean isFresh) {
        boolean isTwoTier = labels.count(Labels.CORE) == 0;
        int room = Integer.MAX_VALUE;
        int k = 0;
        if (isTwoTier) {
            labels.mergeTopTiers();
        } else {
            GroupInference.pods(graph, labels);
            GroupInference.planes(graph, labels);
            if (DesignChoice.ofThreeTiers(graph, labels) instanceof FabricDesign.FatTree fatTree) {
                k = fatTree.k();
                room = k / 2;
                SlotAssignment.apply(graph, labels, k);
            }
        }
        new Numbering(graph, labels, memory).run(room);
        if (isFresh) {
            keepAbsent(memory.known());
        }
        Multiplicities multiplicities = k > 0
                ? Multiplicities.single(graph, labels, memory.remembered())
                : Multiplicities.counted(graph, labels, memory.remembered());
        FabricDesign design = k > 0
                ? new FabricDesign.FatTree(k)
                : isTwoTier
                        ? DesignChoice.leafSpine(labels, multiplicities.ofEdges())
                        : DesignChoice.foldedClos(graph, labels);
        CableAudit audit = new CableAudit(graph, labels, memory.remembered(), multiplicities);
        return new Attempt(graph, memory, design, labels, audit);
    }

    /** Gives missing switches the place they had, if nobody else has it now. */
    private void keepAbsent(Blueprint known) {
        Set<Position> taken = new HashSet<>();
        for (int node = 0; node < graph.size(); node++) {
            if (labels.isPlaced(node)) {
                taken.add(labels.position(node));
            }
        }
        known.positions().forEach((dpid, position) -> {
            int node = graph.find(dpid);
            if (graph.isAbsent(node) && taken.add(position)) {
                labels.restore(node, position);
            }
        });
    }

    /** Why these tiers cannot be those of a Clos, or nothing. */
    private String obstacle() {
        long present =
                IntStream.range(0, graph.size()).filter(graph::isObserved).count();
        if (present < 2) {
            return present == 0 ? "no switch has been seen" : "there is only one switch";
        }
        if (labels.count(Labels.EDGE) == 0) {
            boolean isCabled = IntStream.range(0, graph.size()).anyMatch(node -> graph.degree(node) > 0);
            return isCabled ? "no switch has a port for hosts" : "no cable between switches has been found";
        }
        return labels.count(Labels.AGGREGATION) == 0
                ? "hosts are attached to switches that are cabled to each other"
                : "";
    }

    /** Why a reading does not convince, or nothing. */
    private String objection(Attempt attempt) {
        CableAudit audit = attempt.audit();
        int wrong = audit.wrong().size();
        int good = audit.goodCables();
        int betweenEdges = 0;
        for (int port : audit.wrong()) {
            boolean isLow = labels.tier[graph.node(port)] == Labels.EDGE
                    && labels.tier[graph.node(graph.peer(port))] == Labels.EDGE;
            betweenEdges += isLow ? 1 : 0;
        }
        int strays = 0;
        int unplaced = 0;
        for (int node = 0; node < graph.size(); node++) {
            strays += labels.isPlaced(node) && labels.tier[node] != Labels.EDGE ? graph.openPorts(node) : 0;
            unplaced += graph.isObserved(node) && !labels.isPlaced(node) ? 1 : 0;
        }
        if (3 * (wrong + STRAY_WEIGHT * strays) > wrong + good) {
            return 2 * betweenEdges >= wrong && betweenEdges > 0
                    ? "hosts are attached to switches that are cabled to each other"
                    : strays > 0
                            ? "hosts are attached to switches above the edge"
                            : wrong + " of " + (wrong + good) + " cables do not follow its tiers";
        }
        if (4 * unplaced > graph.size()) {
            return unplaced + " of " + graph.size() + " switches have no place in its tiers";
        }
        if (10 * good < 6 * audit.wantedCables()) {
            return "only " + good + " of the " + audit.wantedCables() + " cables it would have are there";
        }
        return areJoined() ? "" : "its pods do not share core switches";
    }

    /** Whether every pod can reach every other through the planes it has an aggregation switch in. */
    private boolean areJoined() {
        BitSet planesWithCores = new BitSet();
        BitSet pods = new BitSet();
        for (int node = 0; node < graph.size(); node++) {
            if (labels.isPlaced(node) && labels.tier[node] == Labels.CORE) {
                planesWithCores.set(labels.plane[node]);
            } else if (labels.isPlaced(node)) {
                pods.set(labels.pod[node]);
            }
        }
        BitSet reachedPods = new BitSet();
        BitSet reachedPlanes = new BitSet();
        reachedPods.set(pods.nextSetBit(0));
        int before = 0;
        while (before < reachedPods.cardinality() + reachedPlanes.cardinality()) {
            before = reachedPods.cardinality() + reachedPlanes.cardinality();
            for (int node = 0; node < graph.size(); node++) {
                boolean isJoint = labels.isPlaced(node)
                        && labels.tier[node] == Labels.AGGREGATION
                        && labels.plane[node] != NONE
                        && planesWithCores.get(labels.plane[node]);
                if (isJoint && (reachedPods.get(labels.pod[node]) || reachedPlanes.get(labels.plane[node]))) {
                    reachedPods.set(labels.pod[node]);
                    reachedPlanes.set(labels.plane[node]);
                }
            }
        }
        return reachedPods.equals(pods);
    }
}
