package io.heddle.controller.telemetry.sflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.controller.state.FabricState;
import io.heddle.controller.telemetry.ElephantSettings;
import io.heddle.topology.clos.Blueprint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SflowCollectorTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static SflowCollector start(InetSocketAddress address) {
        return SflowCollector.start(address, ElephantSettings.defaults(), event -> true, Clock.systemUTC());
    }

    @Test
    void datagramsArriveAndStrangersAreCounted() throws IOException {
        try (SflowCollector collector = start(ANY);
                DatagramSocket socket = new DatagramSocket()) {
            collector.look(SampleSight.of(FabricState.starting(Blueprint.empty(), List.of(), Instant.EPOCH)));
            for (byte[] datagram : Captured.datagrams()) {
                socket.send(new DatagramPacket(datagram, datagram.length, collector.localAddress()));
            }
            socket.send(new DatagramPacket(new byte[0], 0, collector.localAddress()));
            long sent = Captured.datagrams().size() + 1L;
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> collector.counters().datagrams() == sent);
            assertThat(collector.counters().strangers()).isEqualTo(sent);
            assertThat(collector.counters().byName())
                    .containsEntry("sflow_datagrams", sent)
                    .hasSize(17);
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (SflowCollector first = start(ANY)) {
            assertThatThrownBy(() -> start(first.localAddress()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Integer.toString(first.localAddress().getPort()));
        }
    }
}
