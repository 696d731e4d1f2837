package io.heddle.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FabricSnapshotTest {

    @Test
    void aNegativeRevisionIsRefused() {
        FabricSnapshot forming = FabricSnapshot.forming(Instant.EPOCH);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> forming.withRevision(-1, Instant.EPOCH))
                .withMessage("a revision is not negative: -1");
    }

    @Test
    void aPhaseIsWrittenAsInJson() {
        assertThat(FabricPhase.NOT_CLOS).hasToString("not-clos");
        assertThat(FabricPhase.COMPLETE).hasToString("complete");
    }

    @Test
    void aNegativeRateIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PortLoad(-1, 0, 0, 0, 0, 0))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PortLoad(0, -2, 0, 0, 0, 0))
                .withMessageContaining("-2");
        assertThat(PortLoad.idle().txBitsPerSecond()).isZero();
    }

    @Test
    void aSessionCannotShowMoreForeignEntriesThanItCounts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session(0, List.of("table=0, priority=1")))
                .withMessage("1 foreign entries are shown, but only 0 counted");
        assertThat(session(7, List.of("table=0, priority=1")).foreignCount()).isEqualTo(7);
    }

    private static SwitchSession session(int foreignCount, List<String> foreign) {
        return new SwitchSession(
                "1.5",
                "ovs",
                "127.0.0.1:1",
                Instant.EPOCH,
                true,
                1,
                foreignCount,
                foreign,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
