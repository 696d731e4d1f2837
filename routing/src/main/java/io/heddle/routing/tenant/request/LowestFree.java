package io.heddle.routing.tenant.request;

import io.heddle.topology.sorted.PersistentMap;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/** Finds the lowest number that nobody has. */
final class LowestFree {

    private LowestFree() {}

    /** The lowest number from 0 on that nobody has, of those listed. */
    static int in(PersistentMap<Integer, ?> taken) {
        return Math.toIntExact(upTo(taken.size(), last -> {
                    int number = Math.toIntExact(last);
                    long below = taken.rank(number);
                    return below + (taken.containsKey(number) ? 1 : 0);
                })
                .orElseThrow());
    }

    /**
     * The lowest number from 0 to {@code most} that is not taken.
     *
     * @param taken how many numbers up to and including its argument are taken
     */
    static OptionalLong upTo(long most, LongUnaryOperator taken) {
        if (most < 0 || taken.applyAsLong(most) > most) {
            return OptionalLong.empty();
        }
        long low = 0;
        long high = most;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (taken.applyAsLong(middle) > middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return OptionalLong.of(low);
    }
}
