package io.heddle.topology;

import java.util.Arrays;

/** Finds the number of a switch by its datapath id: a hash table without objects, because a large fabric asks 10⁵ times. */
final class SwitchIndex {

    private final long[] keys;
    private final int[] numbers;
    private final int mask;

    SwitchIndex(FabricSwitch[] switches) {
        mask = Integer.highestOneBit(Math.max(1, switches.length)) * 4 - 1;
        keys = new long[mask + 1];
        numbers = new int[mask + 1];
        Arrays.fill(numbers, PortTable.NONE);
        for (int number = 0; number < switches.length; number++) {
            int slot = slot(switches[number].dpid().value());
            keys[slot] = switches[number].dpid().value();
            numbers[slot] = number;
        }
    }

    /** The number of the switch, or {@link PortTable.NONE}. */
    int find(long dpid) {
        return numbers[slot(dpid)];
    }

    /** Where {@code dpid} is, or the free slot where it would be. */
    private int slot(long dpid) {
        long mixed = dpid * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (numbers[slot] != PortTable.NONE && keys[slot] != dpid) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
