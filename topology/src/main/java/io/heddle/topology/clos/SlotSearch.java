package io.heddle.topology.clos;

import java.util.Arrays;

/**
 * Improves the places of a fat-tree step by step while more cables become right: switches with wrong cables move to free slots,
 * exchange slots, push each other on, change the tier, and exchange slots together with a pair of their neighbours.
 */
final class SlotSearch {

    private static final int NONE = Slots.NONE;
    private static final int ROUNDS = 4;

    /** With more doubtful switches in a tier than this it is not worth searching. */
    private static final int MAX_SUSPECTS = 400;

    /** Pairs together with pairs are tried among at most this many. */
    private static final int MAX_JOINT_SUSPECTS = 80;

    private final CablingGraph graph;
    private final Labels labels;
    private final Slots slots;

    SlotSearch(CablingGraph graph, Labels labels, Slots slots) {
        this.graph = graph;
        this.labels = labels;
        this.slots = slots;
    }

    void run() {
        boolean isChanged = true;
        for (int round = 0; isChanged && round < ROUNDS; round++) {
            isChanged = changeTiers();
            for (int tier : SlotAssignment.TIERS) {
                isChanged |= improve(tier);
            }
            isChanged |= exchangeJointly(Labels.EDGE) || exchangeJointly(Labels.CORE);
        }
        placeRest();
    }

    /** Finds places for switches that no cable speaks for, unless the blueprint may know better who belongs there. */
    void placeRest() {
        for (boolean isFixed : labels.isFixed) {
            if (isFixed) {
                return;
            }
        }
        fillUp();
        placeIsolated();
    }

    /** Gives switches whose cables are all wrong any place that is left: somewhere they belong, and nobody else is there. */
    private void fillUp() {
        for (int node = 0; node < graph.size(); node++) {
            int tier = labels.tier[node];
            if (tier == NONE || !slots.isMovable(node, tier) || slots.slot(node) != NONE) {
                continue;
            }
            int[] room = slots.room(tier);
            for (int slot = 0; slot < room.length && slots.slot(node) == NONE; slot++) {
                if (room[slot] > 0) {
                    slots.put(node, slot);
                }
            }
        }
    }

    /** Places edge switches that have lost every cable, if only one pod has room for them. */
    private void placeIsolated() {
        int[] room = slots.room(Labels.EDGE);
        int pod = NONE;
        int pods = 0;
        for (int each = 0; each < room.length; each++) {
            if (room[each] > 0) {
                pod = each;
                pods++;
            }
        }
        for (int node = 0; node < graph.size() && pods == 1; node++) {
            boolean isIsolated = graph.isObserved(node) && graph.degree(node) == 0 && graph.openPorts(node) > 0;
            if (isIsolated && room[pod] > 0) {
                labels.tier[node] = Labels.EDGE;
                slots.put(node, pod);
                room[pod]--;
            }
        }
    }

    /** Moves switches that most of their cables contradict to another tier, if they fit better there; whether any did. */
    private boolean changeTiers() {
        boolean isChanged = false;
        for (int node = 0; node < graph.size(); node++) {
            int own = labels.tier[node];
            boolean isMovable = own != NONE && slots.isMovable(node, own);
            if (!isMovable || 2 * worth(node, slots.slot(node)) >= graph.degree(node)) {
                continue;
            }
            int before = slots.slot(node);
            int most = worth(node, before);
            int bestTier = own;
            int bestSlot = before;
            for (int tier : SlotAssignment.TIERS) {
                labels.tier[node] = tier;
                int slot = tier == own ? before : slots.best(node, slots.room(tier));
                if (worth(node, slot) > most) {
                    most = worth(node, slot);
                    bestTier = tier;
                    bestSlot = slot;
                }
            }
            labels.tier[node] = bestTier;
            slots.put(node, bestSlot);
            isChanged |= bestTier != own;
        }
        return isChanged;
    }

    /** The gain, and for an edge switch its servers, which are as telling as two cables each. */
    private int worth(int node, int slot) {
        return slots.gain(node, slot) + (labels.tier[node] == Labels.EDGE ? 2 * graph.openPorts(node) : 0);
    }

    private boolean improve(int tier) {
        int[] room = slots.room(tier);
        int[] suspects = suspects(tier);
        if (suspects.length > MAX_SUSPECTS) {
            return false;
        }
        boolean isChanged = false;
        for (int one : suspects) {
            isChanged |= move(one, room);
            for (int other : suspects) {
                isChanged |= one < other && exchange(one, other);
                isChanged |= one != other && displace(one, other, room);
            }
        }
        return isChanged;
    }

    /** The movable switches of {@code tier} that have a wrong cable. */
    private int[] suspects(int tier) {
        int[] suspects = new int[graph.size()];
        int count = 0;
        for (int node = 0; node < graph.size(); node++) {
            if (slots.isMovable(node, tier) && graph.degree(node) > slots.gain(node, slots.slot(node))) {
                suspects[count] = node;
                count++;
            }
        }
        return Arrays.copyOf(suspects, count);
    }

    /** Moves {@code node} to a free slot of more gain. */
    private boolean move(int node, int[] room) {
        int better = slots.best(node, room);
        boolean isBetter = better != NONE && slots.gain(node, better) > slots.gain(node, slots.slot(node));
        if (isBetter) {
            vacate(node, room);
            room[better]--;
            slots.put(node, better);
        }
        return isBetter;
    }

    private boolean exchange(int one, int other) {
        boolean isBetter = gainOfExchange(one, other) > 0;
        if (isBetter) {
            swap(one, other);
        }
        return isBetter;
    }

    private int gainOfExchange(int one, int other) {
        int slotOfOne = slots.slot(one);
        int slotOfOther = slots.slot(other);
        return slotOfOne == slotOfOther
                ? 0
                : slots.gain(one, slotOfOther)
                        + slots.gain(other, slotOfOne)
                        - slots.gain(one, slotOfOne)
                        - slots.gain(other, slotOfOther);
    }

    private void swap(int one, int other) {
        int slot = slots.slot(one);
        slots.put(one, slots.slot(other));
        slots.put(other, slot);
    }

    /** Gives {@code one} the slot of {@code other}, which gets the best free one. */
    private boolean displace(int one, int other, int[] room) {
        int slot = slots.slot(other);
        if (slot == NONE || slot == slots.slot(one)) {
            return false;
        }
        int won = slots.gain(one, slot) - slots.gain(one, slots.slot(one));
        int refuge = won > 0 ? slots.best(other, room) : NONE;
        boolean isBetter = refuge != NONE && won + slots.gain(other, refuge) > slots.gain(other, slot);
        if (isBetter) {
            vacate(one, room);
            room[refuge]--;
            slots.put(other, refuge);
            slots.put(one, slot);
        }
        return isBetter;
    }

    private void vacate(int node, int[] room) {
        if (slots.slot(node) != NONE) {
            room[slots.slot(node)]++;
        }
    }

    /** Exchanges two aggregation switches and, with them, two of {@code outer} tier, where only both together gain. */
    private boolean exchangeJointly(int outer) {
        int[] aggregations = suspects(Labels.AGGREGATION);
        int[] others = suspects(outer);
        if (Math.max(aggregations.length, others.length) > MAX_JOINT_SUSPECTS) {
            return false;
        }
        boolean isChanged = false;
        for (int one : aggregations) {
            for (int other : aggregations) {
                isChanged |= one < other && slots.slot(one) != slots.slot(other) && exchangeJointly(one, other, others);
            }
        }
        return isChanged;
    }

    private boolean exchangeJointly(int one, int other, int[] others) {
        int gain = gainOfExchange(one, other);
        swap(one, other);
        for (int third : others) {
            for (int fourth : others) {
                boolean isAffected = third < fourth && isBetween(third, fourth, one, other);
                if (isAffected && gain + gainOfExchange(third, fourth) > 0) {
                    swap(third, fourth);
                    return true;
                }
            }
        }
        swap(one, other);
        return false;
    }

    /** Whether two edge or core switches are in the two pods or planes of two aggregation switches. */
    private boolean isBetween(int third, int fourth, int one, int other) {
        int[] group = labels.tier[third] == Labels.EDGE ? labels.pod : labels.plane;
        return group[third] != group[fourth]
                && (group[third] == group[one] || group[third] == group[other])
                && (group[fourth] == group[one] || group[fourth] == group[other]);
    }
}
