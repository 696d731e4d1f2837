package io.heddle.topology.clos;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The places of a fat-tree and how well switches fit into them.
 *
 * <p>A slot is a pod for an edge switch (k/2 of them fit), a plane for a core (k/2 fit), a pod and a plane together for an aggregation
 * switch (one fits). The gain of a slot is the number of neighbours that a switch would be rightly cabled to in it.
 */
final class Slots {

    static final int NONE = CablingGraph.NONE;

    private final CablingGraph graph;
    private final Neighbours neighbours;
    private final Labels labels;
    private final int pods;
    private final int half;

    Slots(CablingGraph graph, Labels labels, int k) {
        this.graph = graph;
        this.neighbours = graph.neighbours();
        this.labels = labels;
        this.pods = k;
        this.half = k / 2;
    }

    /** Whether {@code node} is of {@code tier} and may be moved: it is there, and the blueprint says nothing about it. */
    boolean isMovable(int node, int tier) {
        return labels.tier[node] == tier && !labels.isFixed[node] && !graph.isAbsent(node);
    }

    /** The free places of every slot, the movable switches counted as if they were nowhere. */
    int[] roomBesideFixed(int tier) {
        int[] room = new int[count(tier)];
        Arrays.fill(room, tier == Labels.AGGREGATION ? 1 : half);
        for (int node = 0; node < graph.size(); node++) {
            boolean isSet = labels.tier[node] == tier && labels.isFixed[node] && !graph.isAbsent(node);
            if (isSet && slot(node) != NONE) {
                room[slot(node)]--;
            }
        }
        return room;
    }

    /** The free places of every slot. */
    int[] room(int tier) {
        int[] room = roomBesideFixed(tier);
        for (int node = 0; node < graph.size(); node++) {
            if (isMovable(node, tier) && slot(node) != NONE) {
                room[slot(node)]--;
            }
        }
        return room;
    }

    /**
     * The slot (with room, if that is given) of most gain; the present one wins a tie, then the lower. {@code NONE} when there is
     * nothing to gain anywhere.
     */
    int best(int node, int @Nullable [] room) {
        int tier = labels.tier[node];
        int[] votes = new int[pods + half];
        countVotes(node, votes);
        int present = slot(node);
        if (tier == Labels.AGGREGATION && room == null) {
            return bestPair(votes, present);
        }
        int best = NONE;
        int most = 0;
        for (int slot = 0; slot < count(tier); slot++) {
            if (room != null && room[slot] <= 0) {
                continue;
            }
            int gain = switch (tier) {
                case Labels.AGGREGATION -> votes[slot / half] + votes[pods + slot % half];
                case Labels.EDGE -> votes[slot];
                default -> votes[pods + slot];
            };
            if (gain > most || (gain == most && gain > 0 && slot == present)) {
                best = slot;
                most = gain;
            }
        }
        return best;
    }

    /** The best pod together with the best plane. */
    private int bestPair(int[] votes, int present) {
        int pod = present == NONE ? 0 : present / half;
        int plane = present == NONE ? 0 : present % half;
        for (int each = 0; each < pods; each++) {
            pod = votes[each] > votes[pod] ? each : pod;
        }
        for (int each = 0; each < half; each++) {
            plane = votes[pods + each] > votes[pods + plane] ? each : plane;
        }
        return votes[pod] + votes[pods + plane] == 0 ? NONE : pod * half + plane;
    }

    /** Whether everybody has a slot with room, and every cable is right. */
    boolean areSettled() {
        for (int tier : SlotAssignment.TIERS) {
            for (int left : room(tier)) {
                if (left < 0) {
                    return false;
                }
            }
        }
        for (int node = 0; node < graph.size(); node++) {
            int tier = labels.tier[node];
            if (tier != NONE && isMovable(node, tier) && gain(node, slot(node)) < graph.degree(node)) {
                return false;
            }
        }
        return true;
    }

    int gain(int node, int slot) {
        if (slot == NONE) {
            return 0;
        }
        int tier = labels.tier[node];
        int pod = tier == Labels.AGGREGATION ? slot / half : tier == Labels.EDGE ? slot : NONE;
        int plane = tier == Labels.AGGREGATION ? slot % half : tier == Labels.CORE ? slot : NONE;
        int gain = 0;
        for (int each = neighbours.first(node); each < neighbours.end(node); each++) {
            int other = neighbours.node(each);
            boolean isRight = (pod != NONE && votedPod(tier, other) == pod)
                    || (plane != NONE && votedPlane(tier, other) == plane);
            gain += isRight ? 1 : 0;
        }
        return gain;
    }

    /** Where {@code node} is, or {@code NONE}. */
    int slot(int node) {
        int pod = labels.pod[node];
        int plane = labels.plane[node];
        return switch (labels.tier[node]) {
            case Labels.AGGREGATION -> pod == NONE || plane == NONE ? NONE : pod * half + plane;
            case Labels.EDGE -> pod;
            default -> plane;
        };
    }

    void put(int node, int slot) {
        int tier = labels.tier[node];
        labels.pod[node] = slot == NONE || tier == Labels.CORE ? NONE : tier == Labels.EDGE ? slot : slot / half;
        labels.plane[node] = slot == NONE || tier == Labels.EDGE ? NONE : tier == Labels.CORE ? slot : slot % half;
    }

    private int count(int tier) {
        return switch (tier) {
            case Labels.AGGREGATION -> pods * half;
            case Labels.EDGE -> pods;
            default -> half;
        };
    }

    /** Counts the neighbours of {@code node} by the pod, and behind the pods by the plane, that they speak for. */
    private void countVotes(int node, int[] votes) {
        int tier = labels.tier[node];
        for (int slot = neighbours.first(node); slot < neighbours.end(node); slot++) {
            int pod = votedPod(tier, neighbours.node(slot));
            int plane = votedPlane(tier, neighbours.node(slot));
            if (pod != NONE) {
                votes[pod]++;
            }
            if (plane != NONE) {
                votes[pods + plane]++;
            }
        }
    }

    private int votedPod(int tier, int other) {
        boolean isSpeaking = tier == Labels.AGGREGATION
                ? labels.tier[other] == Labels.EDGE
                : tier == Labels.EDGE && labels.tier[other] == Labels.AGGREGATION;
        return isSpeaking ? labels.pod[other] : NONE;
    }

    private int votedPlane(int tier, int other) {
        boolean isSpeaking = tier == Labels.AGGREGATION
                ? labels.tier[other] == Labels.CORE
                : tier == Labels.CORE && labels.tier[other] == Labels.AGGREGATION;
        return isSpeaking ? labels.plane[other] : NONE;
    }
}
