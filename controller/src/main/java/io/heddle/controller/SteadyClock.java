package io.heddle.controller;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * Starts with what the wall clock says and goes on by the time that passes, so that setting the machine's clock makes nothing overdue,
 * and keeps nothing waiting.
 */
final class SteadyClock extends Clock {

    private final Instant start;
    private final LongSupplier nanos;
    private final long startNanos;

    private SteadyClock(Instant start, LongSupplier nanos) {
        this.start = start;
        this.nanos = nanos;
        startNanos = nanos.getAsLong();
    }

    /** One that starts at {@code start}; {@code nanos} counts nanoseconds, from wherever. */
    static Clock from(Instant start, LongSupplier nanos) {
        return new SteadyClock(start, nanos);
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("it tells instants, and dates in no zone but UTC");
    }
}
