package io.heddle.routing.elephant.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Random orders of the numbers from 0. */
final class Drawing {

    private Drawing() {}

    /** So many numbers in a random order, all orders alike (Fisher and Yates). */
    static int[] order(int size, SplittableRandom random) {
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        for (int i = size - 1; i > 0; i--) {
            swap(order, i, random.nextInt(i + 1));
        }
        return order;
    }

    /** A random permutation in which no number stays in its place (drawn again until none does). */
    static int[] cycle(int size, SplittableRandom random) {
        int[] order = order(size, random);
        while (size > 1 && hasFixedPoint(order)) {
            order = order(size, random);
        }
        return order;
    }

    private static boolean hasFixedPoint(int[] order) {
        for (int i = 0; i < order.length; i++) {
            if (order[i] == i) {
                return true;
            }
        }
        return false;
    }

    static void swap(int[] order, int one, int other) {
        int kept = order[one];
        order[one] = order[other];
        order[other] = kept;
    }
}
