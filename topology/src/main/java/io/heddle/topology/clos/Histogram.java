package io.heddle.topology.clos;

import java.util.stream.IntStream;

/** How often each number occurs, where most are alike and the odd one is a fault. */
final class Histogram {

    private final int[] counts;
    private final int total;
    private final int mode;

    private Histogram(int[] values) {
        counts = new int[IntStream.of(values).max().orElse(0) + 1];
        int best = 0;
        for (int value : values) {
            counts[value]++;
        }
        for (int value = 0; value < counts.length; value++) {
            best = counts[value] >= counts[best] ? value : best;
        }
        total = values.length;
        mode = best;
    }

    static Histogram of(IntStream values) {
        return new Histogram(values.toArray());
    }

    /** The most frequent number; of several the largest, because faults take away more often than they add. 0 when there is none. */
    int mode() {
        return mode;
    }

    /** Whether more than half of all are the mode. */
    boolean isClear() {
        return total > 0 && 2 * counts[mode] > total;
    }
}
