package io.heddle.topology.clos;

import java.util.Arrays;

/**
 * Makes the labels of a fat-tree obey its arithmetic: at most k pods of k/2 edge switches, one aggregation switch for every pod and
 * plane, k/2 planes of k/2 cores.
 *
 * <p>Every switch bids for the slot of most gain; the highest bid gets it, the others get the best slot that is left, or none. Then
 * {@link SlotSearch} corrects what single bids could not see. Fixed labels stay; absent switches count for nothing and give way.
 */
final class SlotAssignment {

    static final int[] TIERS = {Labels.AGGREGATION, Labels.EDGE, Labels.CORE};

    private static final int ROUNDS = 4;

    private SlotAssignment() {}

    /** Corrects {@code labels}; switches without a place are left with a tier only. */
    static void apply(CablingGraph graph, Labels labels, int k) {
        GroupNumbers.keepLargest(labels, labels.pod, k);
        GroupNumbers.keepLargest(labels, labels.plane, k / 2);
        Slots slots = new Slots(graph, labels, k);
        SlotSearch search = new SlotSearch(graph, labels, slots);
        boolean isChanged = !slots.areSettled();
        if (!isChanged) {
            search.placeRest();
            return;
        }
        for (int round = 0; isChanged && round < ROUNDS; round++) {
            isChanged = false;
            for (int tier : TIERS) {
                isChanged |= assign(slots, tier, labels.size());
            }
        }
        search.run();
    }

    private static boolean assign(Slots slots, int tier, int size) {
        int[] room = slots.roomBesideFixed(tier);
        long[] bids = new long[size];
        int[] wanted = new int[size];
        int count = 0;
        for (int node = 0; node < size; node++) {
            if (slots.isMovable(node, tier)) {
                wanted[node] = slots.best(node, null);
                bids[count] = ((long) (Integer.MAX_VALUE - slots.gain(node, wanted[node])) << 32) | node;
                count++;
            }
        }
        Arrays.sort(bids, 0, count);
        boolean isChanged = false;
        for (int bid = 0; bid < count; bid++) {
            int node = (int) bids[bid];
            int slot = wanted[node];
            if (slot != Slots.NONE && room[slot] == 0) {
                slot = slots.best(node, room);
            }
            isChanged |= slot != slots.slot(node);
            slots.put(node, slot);
            if (slot != Slots.NONE) {
                room[slot]--;
            }
        }
        return isChanged;
    }
}
