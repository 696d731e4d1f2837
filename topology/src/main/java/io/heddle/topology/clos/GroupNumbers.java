package io.heddle.topology.clos;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Renumbers pods or planes of {@link Labels} so that they fit the numbers a design has. */
final class GroupNumbers {

    private static final int NONE = CablingGraph.NONE;

    private GroupNumbers() {}

    /**
     * Keeps at most {@code limit} groups, numbered below {@code limit}: those with fixed members under their own number, then the
     * largest. Members of the others lose their group.
     */
    static void keepLargest(Labels labels, int[] group, int limit) {
        int highest = Arrays.stream(group).max().orElse(NONE);
        if (highest < limit) {
            return;
        }
        int[] size = new int[highest + 1];
        boolean[] isFixed = new boolean[highest + 1];
        for (int node = 0; node < labels.size(); node++) {
            if (group[node] != NONE) {
                size[group[node]]++;
                isFixed[group[node]] |= labels.isFixed[node];
            }
        }
        int[] renumbered = new int[highest + 1];
        Arrays.fill(renumbered, NONE);
        boolean[] isTaken = new boolean[limit];
        for (int each = 0; each < Math.min(limit, highest + 1); each++) {
            if (isFixed[each]) {
                renumbered[each] = each;
                isTaken[each] = true;
            }
        }
        int[] bySize = IntStream.rangeClosed(0, highest)
                .filter(each -> size[each] > 0 && renumbered[each] == NONE)
                .boxed()
                .sorted((one, other) -> Integer.compare(size[other], size[one]))
                .mapToInt(Integer::intValue)
                .toArray();
        int next = 0;
        for (int each : bySize) {
            while (next < limit && isTaken[next]) {
                next++;
            }
            renumbered[each] = next < limit ? next : NONE;
            next++;
        }
        for (int node = 0; node < labels.size(); node++) {
            group[node] = group[node] == NONE ? NONE : renumbered[group[node]];
        }
    }
}
