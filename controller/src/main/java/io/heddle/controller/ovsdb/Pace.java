package io.heddle.controller.ovsdb;

import java.time.Duration;

/**
 * How fast one database may say things, so that it neither keeps the others' thread nor fills the controller's queues.
 *
 * <p>Each time something was read from it costs a share of time, and four times what it took to take it in. A share comes back every
 * ten milliseconds, and a few may be saved up; who has none left is not read from until there is one. Times are those of a clock that
 * only goes forward, in nanoseconds.
 */
final class Pace {
    private static final long SHARE = Duration.ofMillis(10).toNanos();
    private static final long SAVED_AT_MOST = 50 * SHARE;
    private static final long LONGEST_PAUSE = Duration.ofSeconds(2).toNanos();
    private static final int WEIGHT = 4;

    private long saved = SAVED_AT_MOST;
    private long countedAt;

    Pace(long now) {
        countedAt = now;
    }

    /** For how long nothing is to be read after something was, which took from {@code began} until {@code now}; often not at all. */
    Duration pauseAfter(long began, long now) {
        saved = Math.min(SAVED_AT_MOST, saved + (now - countedAt));
        countedAt = now;
        saved = Math.max(-LONGEST_PAUSE, saved - SHARE - WEIGHT * (now - began));
        return Duration.ofNanos(Math.max(0, -saved));
    }
}
