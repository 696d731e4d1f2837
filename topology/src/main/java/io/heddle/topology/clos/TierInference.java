package io.heddle.topology.clos;

/**
 * Finds the tier of every switch: servers sit on edge switches, aggregation switches are next to edge and core switches, core
 * switches are next to aggregation switches only.
 *
 * <p>Starts from the ports that are up without a cable and lets neighbours vote until nobody changes, so that single wrong cables
 * and single dead ones are outvoted. The top of a leaf-spine comes out as {@code AGGREGATION}, with no {@code CORE} at all.
 */
final class TierInference {

    private static final int MAX_ROUNDS = 8;
    private static final int SAMPLE = 4;

    private final CablingGraph graph;
    private final Neighbours neighbours;
    private final Labels labels;
    private final int[] shared;

    TierInference(CablingGraph graph, Labels labels) {
        this.graph = graph;
        this.neighbours = graph.neighbours();
        this.labels = labels;
        this.shared = new int[graph.size()];
    }

    /** Fills the tier of every switch that has a cable or an open port and no fixed label. */
    void run() {
        for (int node = 0; node < graph.size(); node++) {
            if (!labels.isFixed[node] && graph.openPorts(node) > 0) {
                labels.tier[node] = Labels.EDGE;
            }
        }
        for (int node = 0; node < graph.size(); node++) {
            if (!labels.isFixed[node] && graph.openPorts(node) == 0 && graph.degree(node) > 0) {
                boolean isNextToEdges = 4 * cablesTo(node, Labels.EDGE) >= graph.degree(node);
                labels.tier[node] = isNextToEdges ? Labels.AGGREGATION : Labels.CORE;
            }
        }
        vote();
        if (moveTwins()) {
            vote();
        }
    }

    private void vote() {
        boolean isChanged = true;
        for (int round = 0; isChanged && round < MAX_ROUNDS; round++) {
            isChanged = false;
            for (int node = 0; node < graph.size(); node++) {
                if (!labels.isFixed[node] && graph.degree(node) > 0) {
                    int elected = elect(node);
                    isChanged |= elected != labels.tier[node];
                    labels.tier[node] = elected;
                }
            }
        }
    }

    private int elect(int node) {
        int open = graph.openPorts(node);
        int toEdges = 0;
        int toAggregations = 0;
        int toCores = 0;
        for (int slot = neighbours.first(node); slot < neighbours.end(node); slot++) {
            switch (labels.tier[neighbours.node(slot)]) {
                case Labels.EDGE -> toEdges += neighbours.cables(slot);
                case Labels.AGGREGATION -> toAggregations += neighbours.cables(slot);
                case Labels.CORE -> toCores += neighbours.cables(slot);
                default -> {}
            }
        }
        int asOuter = toAggregations + 2 * open;
        int asAggregation = toEdges + toCores;
        boolean isOuter = labels.tier[node] != Labels.AGGREGATION;
        if (asAggregation > asOuter || (asAggregation == asOuter && !isOuter)) {
            return Labels.AGGREGATION;
        }
        return isOuter ? labels.tier[node] : (open > 0 ? Labels.EDGE : Labels.CORE);
    }

    /**
     * Tells edge from core where servers do not: an edge switch without servers has the neighbours of other edge switches, and a core
     * switch with a silent cable has those of other cores.
     */
    private boolean moveTwins() {
        boolean isMoved = false;
        for (int node = 0; node < graph.size(); node++) {
            boolean isDoubtful = isMovable(node, Labels.EDGE) && graph.openPorts(node) == 1;
            if (isDoubtful && hasTwin(node, Labels.CORE) && !hasTwin(node, Labels.EDGE)) {
                labels.tier[node] = Labels.CORE;
                isMoved = true;
            }
        }
        boolean[] isOrphan = new boolean[graph.size()];
        int orphans = 0;
        for (int node = 0; node < graph.size(); node++) {
            isOrphan[node] = isOrphan(node);
            orphans += isOrphan[node] ? 1 : 0;
        }
        boolean isPodSilent = orphans > 0 && 2 * orphans <= labels.count(Labels.AGGREGATION);
        for (int node = 0; node < graph.size(); node++) {
            boolean isBelowOrphans = isPodSilent && hasOnly(isOrphan, node);
            if (isMovable(node, Labels.CORE) && (isBelowOrphans || hasTwin(node, Labels.EDGE))) {
                labels.tier[node] = Labels.EDGE;
                isMoved = true;
            }
        }
        return isMoved;
    }

    private boolean isMovable(int node, int tier) {
        return labels.tier[node] == tier && !labels.isFixed[node] && graph.degree(node) > 0;
    }

    /** Whether {@code node} is an aggregation switch without any edge switch below it. */
    private boolean isOrphan(int node) {
        return labels.tier[node] == Labels.AGGREGATION && cablesTo(node, Labels.EDGE) == 0;
    }

    private boolean hasOnly(boolean[] isWanted, int node) {
        for (int slot = neighbours.first(node); slot < neighbours.end(node); slot++) {
            if (!isWanted[neighbours.node(slot)]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a switch of {@code tier} shares three quarters of its and of {@code node}'s aggregation switches. */
    private boolean hasTwin(int node, int tier) {
        int own = next(node);
        if (own > SAMPLE && !hasTwin(node, tier, SAMPLE, 0)) {
            return false;
        }
        return hasTwin(node, tier, own, own);
    }

    private boolean hasTwin(int node, int tier, int sampled, int own) {
        boolean isFound = false;
        int seen = 0;
        for (int slot = neighbours.first(node); slot < neighbours.end(node) && seen < sampled; slot++) {
            int middle = neighbours.node(slot);
            if (labels.tier[middle] != Labels.AGGREGATION) {
                continue;
            }
            seen++;
            for (int far = neighbours.first(middle); far < neighbours.end(middle); far++) {
                int other = neighbours.node(far);
                boolean isWitness = tier == Labels.CORE || graph.openPorts(other) > 0 || labels.isFixed[other];
                if (other == node || labels.tier[other] != tier || !isWitness) {
                    continue;
                }
                shared[other]++;
                int needed = own == 0 ? sampled : Math.max(own, next(other));
                isFound |= 4 * shared[other] >= 3 * needed;
            }
        }
        forget(node, sampled);
        return isFound;
    }

    private void forget(int node, int sampled) {
        int seen = 0;
        for (int slot = neighbours.first(node); slot < neighbours.end(node) && seen < sampled; slot++) {
            int middle = neighbours.node(slot);
            if (labels.tier[middle] == Labels.AGGREGATION) {
                seen++;
                for (int far = neighbours.first(middle); far < neighbours.end(middle); far++) {
                    shared[neighbours.node(far)] = 0;
                }
            }
        }
    }

    private int next(int node) {
        return neighbours.end(node) - neighbours.first(node);
    }

    private int cablesTo(int node, int tier) {
        int count = 0;
        for (int slot = neighbours.first(node); slot < neighbours.end(node); slot++) {
            count += labels.tier[neighbours.node(slot)] == tier ? neighbours.cables(slot) : 0;
        }
        return count;
    }
}
