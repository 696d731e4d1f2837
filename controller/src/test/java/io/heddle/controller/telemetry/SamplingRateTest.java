package io.heddle.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingRateTest {

    private static final double FULL_FRAME_BITS = 1514 * 8;

    @ParameterizedTest
    @CsvSource({
        "10000000, 2",
        "20000000, 4",
        "100000000, 20",
        "1000000000, 200",
        "10000000000, 2000",
        "40000000000, 8000",
        "400000000000, 80000"
    })
    void theRateGrowsWithTheLink(long capacity, int packets) {
        SamplingRate rate = SamplingRate.forCapacity(capacity);

        assertThat(rate).isEqualTo(new SamplingRate(packets));
        double samplesOfATenth = capacity / 10.0 / FULL_FRAME_BITS / rate.packets();
        assertThat(samplesOfATenth).isBetween(41.0, 42.0);
    }

    @Test
    void aSlowLinkIsSampledWholeAndAnUnknownOneLikeTenGigabits() {
        assertThat(SamplingRate.forCapacity(1)).isEqualTo(new SamplingRate(1));
        assertThat(SamplingRate.forCapacity(0)).isEqualTo(SamplingRate.forCapacity(10_000_000_000L));
        assertThat(SamplingRate.forCapacity(Long.MAX_VALUE)).isEqualTo(new SamplingRate(1 << 24));
    }

    @Test
    void whatIsNoRateIsRefused() {
        assertThatThrownBy(() -> new SamplingRate(0)).hasMessageContaining("one in 0");
        assertThatThrownBy(() -> SamplingRate.forCapacity(-1)).hasMessageContaining("-1");
    }
}
