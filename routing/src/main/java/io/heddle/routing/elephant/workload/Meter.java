package io.heddle.routing.elephant.workload;

import java.util.function.LongSupplier;

/**
 * What a trial is measured by.
 *
 * @param nanoseconds of processor time up to now
 * @param bytes allocated up to now
 */
public record Meter(LongSupplier nanoseconds, LongSupplier bytes) {

    /** One that always says the same. */
    public static Meter still() {
        return new Meter(() -> 0, () -> 0);
    }
}
