package io.heddle.controller.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = 1_000_000;

    private final Pace pace = new Pace(0);

    @Test
    void whoSaysLittleIsNeverPaused() {
        for (long now = 0; now < 10_000 * MILLI; now += 20 * MILLI) {
            assertThat(pace.pauseAfter(now, now + MILLI / 2)).isZero();
        }
    }

    @Test
    void aBurstIsTakenAtOnceAndAFloodAtAHundredASecond() {
        long now = 0;
        for (int i = 0; i < 40; i++) {
            assertThat(pace.pauseAfter(now, now)).isZero();
        }
        int reads = 0;
        for (; now < 10_000 * MILLI; reads++) {
            now += Math.max(1, pace.pauseAfter(now, now).toNanos());
        }
        assertThat(reads).isBetween(950, 1060);
    }

    @Test
    void whoCostsMuchGetsAFifthOfTheTimeAndIsHeardEveryTwoSecondsAtLeast() {
        long now = 0;
        long worked = 0;
        while (now < 100_000 * MILLI) {
            long began = now;
            now += 50 * MILLI;
            worked += 50 * MILLI;
            Duration pause = pace.pauseAfter(began, now);
            assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(2));
            now += pause.toNanos();
        }
        assertThat(worked).isBetween(15_000 * MILLI, 25_000 * MILLI);
    }
}
