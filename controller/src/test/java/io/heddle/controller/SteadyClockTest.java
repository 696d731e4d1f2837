package io.heddle.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    @Test
    void itGoesOnByTheTimeThatPasses() {
        Instant start = Instant.parse("2024-02-29T23:59:59Z");
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
        Clock clock = SteadyClock.from(start, nanos::get);
        assertThat(clock.instant()).isEqualTo(start);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos()); // the count is one that may overflow
        assertThat(clock.instant()).isEqualTo(start.plusSeconds(2));
    }
}
