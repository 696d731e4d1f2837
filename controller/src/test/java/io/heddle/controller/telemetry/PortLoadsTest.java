package io.heddle.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.PortCounters;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortLoadsTest {

    private static final DatapathId DPID = new DatapathId(1);
    private static final ConnectPoint POINT = ConnectPoint.of(1, 2);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PortLoads loads = new PortLoads();

    @Test
    void aRateNeedsTwoReadings() {
        loads.read(DPID, List.of(counters(1_000, 2_000)), START);
        assertThat(loads.loads()).isEmpty();

        loads.read(DPID, List.of(counters(2_000, 6_000)), START.plusMillis(500));
        assertThat(loads.loads()).hasEntrySatisfying(POINT, load -> {
            assertThat(load.rxBitsPerSecond()).isEqualTo(16_000);
            assertThat(load.txBitsPerSecond()).isEqualTo(64_000);
            assertThat(load.txBytes()).isEqualTo(6_000);
        });
    }

    @Test
    void countersThatGoBackwardsBeginAnew() {
        loads.read(DPID, List.of(counters(9_000, 9_000)), START);
        loads.read(DPID, List.of(counters(10, 10)), START.plusSeconds(1));
        assertThat(loads.loads()).isEmpty();

        loads.read(DPID, List.of(counters(110, 10)), START.plusSeconds(2));
        assertThat(loads.loads())
                .hasEntrySatisfying(
                        POINT, load -> assertThat(load.rxBitsPerSecond()).isEqualTo(800));
    }

    @Test
    void twoReadingsAtTheSameMomentMakeNoRate() {
        loads.read(DPID, List.of(counters(0, 0)), START);
        loads.read(DPID, List.of(counters(1_000_000, 0)), START.plusMillis(1));
        assertThat(loads.loads()).isEmpty();
    }

    @Test
    void aPortOrSwitchThatIsGoneIsForgotten() {
        loads.read(DPID, List.of(counters(0, 0)), START);
        loads.read(DPID, List.of(counters(1, 1)), START.plusSeconds(1));
        assertThat(loads.loads()).isNotEmpty();

        loads.forget(DPID);
        assertThat(loads.loads()).isEmpty();
    }

    private static PortCounters counters(long rxBytes, long txBytes) {
        return new PortCounters(new PortNumber(2), 0, 0, rxBytes, txBytes, 0, 0);
    }
}
