package io.heddle.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.controller.state.FlowCount;
import io.heddle.controller.telemetry.FlowCounts.Carried;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowCountsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final DatapathId EDGE = new DatapathId(1);
    private static final FlowKey FLOW =
            new FlowKey(Ipv4Address.parse("10.0.0.2"), Ipv4Address.parse("10.1.0.2"), FlowKey.UDP, 1, 2);

    private final FlowCounts counts = new FlowCounts();

    private List<Carried> read(long octets, Instant at) {
        return counts.read(EDGE, List.of(new FlowCount(FLOW, octets)), at);
    }

    @Test
    void whatWasCarriedIsTheDifferenceToTheReadingBefore() {
        assertThat(read(1_000, NOW)).isEmpty();
        assertThat(read(1_500, NOW.plusSeconds(1))).containsExactly(new Carried(FLOW, 500, NOW));
        assertThat(read(1_500, NOW.plusSeconds(2))).containsExactly(new Carried(FLOW, 0, NOW.plusSeconds(1)));
    }

    @Test
    void aRuleThatWasReplacedCountsFromNothing() {
        read(1_000, NOW);
        assertThat(read(300, NOW.plusSeconds(1))).containsExactly(new Carried(FLOW, 300, NOW));
    }

    @Test
    void aReadingThatIsOldOrOfAnotherSwitchOrOfAnotherFlowSaysNothing() {
        read(1_000, NOW);
        assertThat(counts.read(new DatapathId(2), List.of(new FlowCount(FLOW, 2_000)), NOW.plusSeconds(1)))
                .isEmpty();
        assertThat(read(2_000, NOW.plusSeconds(5))).isEmpty();
        assertThat(counts.read(EDGE, List.of(), NOW.plusSeconds(6))).isEmpty();
        assertThat(read(3_000, NOW.plusSeconds(7))).isEmpty();
        assertThat(read(4_000, NOW)).as("the clock was set back").isEmpty();
    }

    @Test
    void nothingCarriesLessThanNothing() {
        assertThatThrownBy(() -> new FlowCount(FLOW, -1)).hasMessageContaining("-1 octets");
    }
}
