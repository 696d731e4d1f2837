package io.heddle.topology.clos;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes the labels of a fat-tree obey its arithmetic: at most k pods of k/2 edge switches, one aggregation switch for every pod and
 * plane, k/2 planes of k/2 cores.
 *
 * <p>Every switch bids for the place that most of its cables speak for; the highest bid gets it, the others get the best place that
 * is left, or none. After that, single moves and exchanges are made while they make more cables right. Fixed labels stay; absent
 * switches count for nothing and give way.
 */
final class SlotAssignment {

    private static final int NONE = CablingGraph.NONE;
    private static final int ROUNDS = 4;
    private static final int MAX_SUSPECTS = 400;
    private static final int[] TIERS = {Labels.AGGREGATION, Labels.EDGE, Labels.CORE};

    private final CablingGraph graph;
    private final Neighbours neighbours;
    private final Labels labels;
    private final int pods;
    private final int half;

    private SlotAssignment(CablingGraph graph, Labels labels, int k) {
        this.graph = graph;
        this.neighbours = graph.neighbours();
        this.labels = labels;
        this.pods = k;
        this.half = k / 2;
    }

    /** Corrects {@code labels}; switches without a place are left with a tier only. */
    static void apply(CablingGraph graph, Labels labels, int k) {
        GroupNumbers.keepLargest(labels, labels.pod, k);
        GroupNumbers.keepLargest(labels, labels.plane, k / 2);
        SlotAssignment assignment = new SlotAssignment(graph, labels, k);
        boolean isChanged = true;
        for (int round = 0; isChanged && round < ROUNDS; round++) {
            isChanged = false;
            for (int tier : TIERS) {
                isChanged |= assignment.assign(tier);
            }
        }
        isChanged = true;
        for (int round = 0; isChanged && round < ROUNDS; round++) {
            isChanged = false;
            for (int tier : TIERS) {
                isChanged |= assignment.improve(tier);
            }
        }
    }

    private boolean assign(int tier) {
        int[] room = room(tier);
        long[] bids = new long[graph.size()];
        int[] wanted = new int[graph.size()];
        int count = 0;
        for (int node = 0; node < graph.size(); node++) {
            if (!isBidder(node, tier)) {
                continue;
            }
            wanted[node] = bestSlot(node, null);
            int bid = wanted[node] == NONE ? 0 : gain(node, wanted[node]);
            bids[count] = ((long) (Integer.MAX_VALUE - bid) << 32) | node;
            count++;
        }
        Arrays.sort(bids, 0, count);
        boolean isChanged = false;
        for (int bid = 0; bid < count; bid++) {
            int node = (int) bids[bid];
            int slot = wanted[node];
            if (slot != NONE && room[slot] == 0) {
                slot = bestSlot(node, room);
            }
            isChanged |= slot != slot(node);
            put(node, slot);
            if (slot != NONE) {
                room[slot]--;
            }
        }
        return isChanged;
    }

    /** Moves and exchanges switches that have wrong cables; whether any did. */
    private boolean improve(int tier) {
        int[] room = room(tier);
        int[] suspects = new int[graph.size()];
        int count = 0;
        for (int node = 0; node < graph.size(); node++) {
            if (isBidder(node, tier)) {
                if (slot(node) != NONE) {
                    room[slot(node)]--;
                }
                if (graph.degree(node) > gain(node, slot(node))) {
                    suspects[count] = node;
                    count++;
                }
            }
        }
        boolean isChanged = false;
        for (int one = 0; one < count && count <= MAX_SUSPECTS; one++) {
            int node = suspects[one];
            int better = bestSlot(node, room);
            if (better != NONE && gain(node, better) > gain(node, slot(node))) {
                if (slot(node) != NONE) {
                    room[slot(node)]++;
                }
                room[better]--;
                put(node, better);
                isChanged = true;
            }
            for (int other = one + 1; other < count; other++) {
                isChanged |= exchange(node, suspects[other]);
            }
        }
        return isChanged;
    }

    private boolean exchange(int one, int other) {
        int slotOfOne = slot(one);
        int slotOfOther = slot(other);
        boolean isBetter = slotOfOne != slotOfOther
                && gain(one, slotOfOther) + gain(other, slotOfOne) > gain(one, slotOfOne) + gain(other, slotOfOther);
        if (isBetter) {
            put(one, slotOfOther);
            put(other, slotOfOne);
        }
        return isBetter;
    }

    /** The free places of every slot that fixed and present switches leave. */
    private int[] room(int tier) {
        int[] room = switch (tier) {
            case Labels.AGGREGATION -> new int[pods * half];
            case Labels.EDGE -> new int[pods];
            default -> new int[half];
        };
        Arrays.fill(room, tier == Labels.AGGREGATION ? 1 : half);
        for (int node = 0; node < graph.size(); node++) {
            boolean isSet = labels.tier[node] == tier && labels.isFixed[node] && !graph.isAbsent(node);
            if (isSet && slot(node) != NONE && slot(node) < room.length) {
                room[slot(node)]--;
            }
        }
        return room;
    }

    private boolean isBidder(int node, int tier) {
        return labels.tier[node] == tier && !labels.isFixed[node] && !graph.isAbsent(node);
    }

    /** The slot (with room, if that is asked) that most cables speak for; the present one wins a tie, then the lower. */
    private int bestSlot(int node, int @Nullable [] room) {
        int slots = switch (labels.tier[node]) {
            case Labels.AGGREGATION -> pods * half;
            case Labels.EDGE -> pods;
            default -> half;
        };
        int[] gains = new int[pods + half];
        countVotes(node, gains);
        int best = NONE;
        int most = 0;
        for (int slot = 0; slot < slots; slot++) {
            if (room != null && room[slot] <= 0 && slot != slot(node)) {
                continue;
            }
            int gain = gain(labels.tier[node], slot, gains);
            if (gain > most || (gain == most && gain > 0 && slot == slot(node))) {
                best = slot;
                most = gain;
            }
        }
        return best;
    }

    private int gain(int tier, int slot, int[] votes) {
        return switch (tier) {
            case Labels.AGGREGATION -> votes[slot / half] + votes[pods + slot % half];
            case Labels.EDGE -> votes[slot];
            default -> votes[pods + slot];
        };
    }

    /** Adds the cables of {@code node} by the pod, and behind the pods by the plane, that their other ends speak for. */
    private void countVotes(int node, int[] votes) {
        int tier = labels.tier[node];
        for (int slot = neighbours.first(node); slot < neighbours.end(node); slot++) {
            int other = neighbours.node(slot);
            int pod = votedPod(tier, other);
            int plane = votedPlane(tier, other);
            if (pod != NONE) {
                votes[pod] += neighbours.cables(slot);
            }
            if (plane != NONE) {
                votes[pods + plane] += neighbours.cables(slot);
            }
        }
    }

    private int gain(int node, int slot) {
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

    private int slot(int node) {
        int pod = labels.pod[node];
        int plane = labels.plane[node];
        return switch (labels.tier[node]) {
            case Labels.AGGREGATION -> pod == NONE || plane == NONE ? NONE : pod * half + plane;
            case Labels.EDGE -> pod;
            default -> plane;
        };
    }

    private void put(int node, int slot) {
        int tier = labels.tier[node];
        labels.pod[node] = slot == NONE || tier == Labels.CORE ? NONE : tier == Labels.EDGE ? slot : slot / half;
        labels.plane[node] = slot == NONE || tier == Labels.EDGE ? NONE : tier == Labels.CORE ? slot : slot % half;
    }
}
