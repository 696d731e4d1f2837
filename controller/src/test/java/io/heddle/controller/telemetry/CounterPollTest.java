package io.heddle.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.topology.DatapathId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CounterPollTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final CounterPoll poll = new CounterPoll(Duration.ofSeconds(1));

    @Test
    void everySwitchIsAskedOncePerIntervalAndNeverAllAtOnce() {
        List<DatapathId> connected = switches(100);
        List<DatapathId> asked = new ArrayList<>();
        int most = 0;
        for (int tick = 0; tick < 20; tick++) {
            List<DatapathId> due = poll.due(connected, START.plusMillis(50L * tick));
            most = Math.max(most, due.size());
            asked.addAll(due);
        }
        assertThat(asked).hasSizeBetween(95, 100).doesNotHaveDuplicates();
        assertThat(most).isLessThanOrEqualTo(6);
    }

    @Test
    void aSwitchThatLeavesIsNotAskedAndOneThatComesIs() {
        poll.due(switches(2), START);
        assertThat(poll.due(switches(1), START.plusSeconds(5))).containsExactly(new DatapathId(0));
        assertThat(poll.due(List.of(), START.plusSeconds(6))).isEmpty();
        assertThat(poll.due(switches(2), START.plusSeconds(7))).isNotEmpty();
    }

    @Test
    void aLatePollIsNotMadeUpFor() {
        poll.due(switches(1), START);
        assertThat(poll.due(switches(1), START.plusSeconds(10))).hasSize(1);
        assertThat(poll.due(switches(1), START.plusSeconds(10).plusMillis(100))).isEmpty();
    }

    private static List<DatapathId> switches(int count) {
        return LongStream.range(0, count).mapToObj(DatapathId::new).toList();
    }
}
