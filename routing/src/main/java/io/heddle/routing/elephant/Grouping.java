package io.heddle.routing.elephant;

import java.util.function.IntUnaryOperator;

/**
 * Items by the group they belong to, in two arrays: the members of a group g are {@code members[first[g] … first[g + 1] − 1]}, in the
 * order of their numbers.
 */
public final class Grouping {

    /** Where each group begins, and at the end where the last one ends. */
    final int[] first;

    /** The items, group by group. */
    final int[] members;

    private Grouping(int[] first, int[] members) {
        this.first = first;
        this.members = members;
    }

    /** So many items, each in the group that {@code groupOf} gives. */
    public static Grouping of(int items, int groups, IntUnaryOperator groupOf) {
        int[] first = new int[groups + 1];
        for (int item = 0; item < items; item++) {
            first[groupOf.applyAsInt(item) + 1]++;
        }
        for (int group = 0; group < groups; group++) {
            first[group + 1] += first[group];
        }
        int[] next = first.clone();
        int[] members = new int[items];
        for (int item = 0; item < items; item++) {
            members[next[groupOf.applyAsInt(item)]++] = item;
        }
        return new Grouping(first, members);
    }

    /** Where a group begins among {@link #member}s. */
    public int begin(int group) {
        return first[group];
    }

    /** Where a group ends among {@link #member}s: the place after its last one. */
    public int end(int group) {
        return first[group + 1];
    }

    /** The item at a place. */
    public int member(int place) {
        return members[place];
    }
}
