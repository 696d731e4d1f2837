package io.heddle.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.controller.state.ObservedFlow;
import io.heddle.controller.state.TunnelKey;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** On an edge link of 20 Mbit/s, where from 2 Mbit/s a flow is large and below 1 Mbit/s no more. */
class ElephantDetectorTest {

    private static final long CAPACITY = 20_000_000;
    private static final DatapathId EDGE = new DatapathId(1);
    private static final ConnectPoint PORT = ConnectPoint.of(1, 1);
    private static final Ipv4Address HOST = Ipv4Address.parse("10.0.0.2");

    private final ElephantDetector detector =
            new ElephantDetector(new ElephantSettings(0.10, 0.05, Duration.ofSeconds(3), 1_000));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private static FlowKey flow(int number) {
        return new FlowKey(HOST, Ipv4Address.parse("10.1.0.2"), FlowKey.TCP, number, 5001);
    }

    private static PacketSample sample(FlowKey flow, int bytes, double weight) {
        return new PacketSample(flow, PORT, CAPACITY, bytes, weight, Optional.empty());
    }

    /** Lets a flow carry {@code bitsPerSecond}, every packet of it sampled, in datagrams of 20 ms. */
    private void carry(FlowKey flow, long bitsPerSecond, Duration time) {
        for (long at = 0; at < time.toMillis(); at += 20) {
            now = now.plusMillis(20);
            detector.sampled(EDGE, List.of(sample(flow, (int) (bitsPerSecond / 8 / 50), 1)), now);
        }
    }

    private List<ObservedFlow> report() {
        return detector.report(now).orElse(List.of());
    }

    @Test
    void aFlowAtTheThresholdIsFoundWithinASecondOrSoAndItsRateIsExactWhenEveryPacketIsSeen() {
        carry(flow(1), 2_000_000, Duration.ofMillis(800));
        assertThat(detector.report(now)).isEmpty();

        carry(flow(1), 2_000_000, Duration.ofMillis(300));
        List<ObservedFlow> found = report();
        assertThat(found).extracting(ObservedFlow::flow).containsExactly(flow(1));
        assertThat(found.getFirst().bitsPerSecond()).isCloseTo(2_000_000L, Percentage.withPercentage(3));
        assertThat(found.getFirst().relativeError()).isZero();
        assertThat(found.getFirst().ingress()).isEqualTo(PORT);
        assertThat(Duration.between(
                        found.getFirst().firstSeen(), found.getFirst().lastSeen()))
                .isEqualTo(Duration.ofMillis(1_080));
    }

    @Test
    void aFlowBelowTheThresholdIsNotFound() {
        carry(flow(1), 1_800_000, Duration.ofSeconds(10));
        assertThat(detector.report(now)).isEmpty();
        assertThat(detector.elephants()).isZero();
        assertThat(detector.watched()).isEqualTo(1);
    }

    @Test
    void aFlowThatFallsIsKeptUntilItIsBelowTheLowerShare() {
        carry(flow(1), 4_000_000, Duration.ofSeconds(5));
        assertThat(report()).hasSize(1);
        carry(flow(1), 1_200_000, Duration.ofSeconds(10));
        assertThat(report()).as("still told, at its lower rate").hasSize(1);
        assertThat(detector.elephants()).isEqualTo(1);

        carry(flow(1), 800_000, Duration.ofSeconds(3));
        assertThat(detector.report(now)).hasValue(List.of());
        carry(flow(1), 1_800_000, Duration.ofSeconds(10));
        assertThat(detector.report(now))
                .as("it has to reach the threshold again")
                .isEmpty();
    }

    @Test
    void aFlowThatEndsIsForgotten() {
        carry(flow(1), 4_000_000, Duration.ofSeconds(5));
        assertThat(report()).hasSize(1);
        now = now.plusSeconds(4);
        assertThat(detector.report(now)).hasValue(List.of());
        assertThat(detector.elephants() + detector.watched()).isZero();
    }

    @Test
    void aSilentSwitchDoesNotKeepAFlowLarge() {
        carry(flow(1), 4_000_000, Duration.ofSeconds(5));
        now = now.plusMillis(1_000);
        assertThat(report()).as("a datagram may be a second late").hasSize(1);
        now = now.plusMillis(1_900);
        assertThat(detector.report(now)).hasValue(List.of());
    }

    @Test
    void onlyNewsIsReported() {
        carry(flow(1), 4_000_000, Duration.ofSeconds(5));
        assertThat(detector.report(now)).isPresent();
        carry(flow(1), 4_200_000, Duration.ofSeconds(5));
        assertThat(detector.report(now)).isEmpty();
        carry(flow(1), 8_000_000, Duration.ofSeconds(3));
        assertThat(detector.report(now)).isPresent();
    }

    @Test
    void errorsFollowFromTheNumberOfSamples() {
        for (int i = 0; i < 100; i++) {
            now = now.plusMillis(20);
            detector.sampled(EDGE, List.of(sample(flow(1), 1_500, 100)), now);
        }
        // 100 samples in the last two seconds: 196 × √(1/100) %, and a little less, as one packet in 100 is certain.
        assertThat(report().getFirst().relativeError()).isBetween(0.185, 0.2);
    }

    @Test
    void countsOfBytesFindAFlowToo() {
        for (int i = 0; i < 3; i++) {
            Instant before = now;
            now = now.plusSeconds(1);
            detector.counted(flow(1), PORT, CAPACITY, 300_000, before, now);
        }
        assertThat(report()).extracting(ObservedFlow::bitsPerSecond).containsExactly(2_400_000L);
    }

    @Test
    void aFlowThatIsCountedAndCarriesNothingAnyMoreIsLargeNoMore() {
        for (int i = 0; i < 8; i++) {
            Instant before = now;
            now = now.plusSeconds(1);
            detector.counted(flow(1), PORT, CAPACITY, i < 4 ? 300_000 : 0, before, now);
            if (i == 3) {
                assertThat(report()).hasSize(1);
            }
        }
        assertThat(detector.report(now)).hasValue(List.of());
        assertThat(detector.switchesHeard(now)).as("switches that sample").isZero();
    }

    @Test
    void bytesAreNotCountedTwiceWhereASwitchSamplesThem() {
        for (int i = 0; i < 4; i++) {
            Instant before = now;
            carry(flow(1), 4_000_000, Duration.ofSeconds(1));
            detector.counted(flow(1), PORT, CAPACITY, 500_000, before, now);
        }
        assertThat(report())
                .extracting(ObservedFlow::bitsPerSecond)
                .allMatch(rate -> Math.abs(rate - 4_000_000) < 400_000);
    }

    @Test
    void aFloodOfMiceNeitherGrowsMemoryNorPushesOutAnElephant() {
        int number = 0;
        for (int i = 0; i < 100; i++) {
            now = now.plusMillis(20);
            detector.sampled(EDGE, List.of(sample(flow(0), 5_000, 1)), now);
            for (int mouse = 0; mouse < 900; mouse++) {
                detector.sampled(EDGE, List.of(sample(flow(1 + number++ % 60_000), 60, 1)), now);
            }
            assertThat(detector.watched()).isLessThanOrEqualTo(1_000);
        }
        assertThat(report()).extracting(ObservedFlow::flow).containsExactly(flow(0));
        assertThat(detector.crowdedOut()).isGreaterThan(50_000);
    }

    @Test
    void aFlowThatEntersElsewhereBeginsAnew() {
        carry(flow(1), 4_000_000, Duration.ofSeconds(2));
        assertThat(report()).hasSize(1);
        PacketSample moved =
                new PacketSample(flow(1), ConnectPoint.of(2, 1), CAPACITY, 1_500, 1, Optional.of(new TunnelKey(9)));
        detector.sampled(new DatapathId(2), List.of(moved), now);
        assertThat(detector.report(now)).hasValue(List.of());
    }

    @Test
    void aClockThatIsSetBackBreaksNothing() {
        carry(flow(1), 4_000_000, Duration.ofSeconds(5));
        now = now.minusSeconds(100);
        carry(flow(1), 4_000_000, Duration.ofSeconds(5));
        assertThat(report()).extracting(ObservedFlow::flow).containsExactly(flow(1));
        now = now.plusSeconds(86_400);
        carry(flow(1), 4_000_000, Duration.ofSeconds(5));
        detector.repeat();
        assertThat(report())
                .extracting(ObservedFlow::bitsPerSecond)
                .allMatch(rate -> Math.abs(rate - 4_000_000) < 100_000);
        assertThat(detector.elephants()).isEqualTo(1);
    }

    @Test
    void valuesThatMakeNoSenseAreRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new ElephantSettings(0, 0, second, 1)).hasMessageContaining("threshold");
        assertThatThrownBy(() -> new ElephantSettings(1.5, 0.1, second, 1)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new ElephantSettings(0.1, 0.1, second, 1)).hasMessageContaining("below the threshold");
        assertThatThrownBy(() -> new ElephantSettings(0.1, 0.05, Duration.ZERO, 1))
                .hasMessageContaining("idle");
        assertThatThrownBy(() -> new ElephantSettings(0.1, 0.05, second, 0)).hasMessageContaining("tracked");
        assertThatThrownBy(() -> sample(flow(1), 0, 1)).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> sample(flow(1), 1, 0.5)).hasMessageContaining("0.5");
        assertThatThrownBy(() -> new TunnelKey(1 << 24)).hasMessageContaining("24 bits");
        assertThatThrownBy(() -> new ObservedFlow(flow(1), PORT, -1, 0, now, now, Optional.empty()))
                .hasMessageContaining("-1");
        assertThat(new ObservedFlow(flow(1), PORT, 2_500_000, 0.138, now, now, Optional.of(new TunnelKey(42))))
                .hasToString("tcp 10.0.0.2:1 > 10.1.0.2:5001 at 0000000000000001/1: 2500 kbit/s ± 14 %, tunnel key 42");
    }
}
