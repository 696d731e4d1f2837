package io.heddle.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private final EventQueue queue = new EventQueue();

    @Test
    void anEmptyQueueGivesAnEmptyBurst() throws InterruptedException {
        assertThat(queue.take(Duration.ZERO)).isEmpty();
        assertThat(queue.take(Duration.ofMillis(-5))).isEmpty();
    }

    @Test
    void aFloodOfPacketsIsDroppedAndCountedButNothingElseIs() throws InterruptedException {
        FabricEvent packet = new FabricEvent.PacketReceived(
                ConnectPoint.of(1, 1), PacketInReason.ACTION, Optional.empty(), new byte[0]);
        for (int i = 0; i < 10_100; i++) {
            queue.add(packet);
        }
        FabricEvent gone = new FabricEvent.SwitchDisconnected(new DatapathId(1), "test");
        queue.add(gone);

        assertThat(queue.packetsDropped()).isEqualTo(100);
        int taken = 0;
        FabricEvent last = packet;
        for (var burst = queue.take(Duration.ZERO); !burst.isEmpty(); burst = queue.take(Duration.ZERO)) {
            taken += burst.size();
            last = burst.getLast();
        }
        assertThat(taken).isEqualTo(10_001);
        assertThat(last).isEqualTo(gone);
        queue.add(packet);
        assertThat(queue.take(Duration.ZERO)).hasSize(1);
    }

    @Test
    void reportsOfElephantsAreBoundedAndTheReporterIsTold() throws InterruptedException {
        FabricEvent report = new FabricEvent.ElephantsObserved(List.of());
        for (int i = 0; i < 4; i++) {
            assertThat(queue.add(report)).isTrue();
        }
        assertThat(queue.add(report)).isFalse();
        assertThat(queue.take(Duration.ZERO)).hasSize(4);
        assertThat(queue.add(report)).isTrue();
    }
}
