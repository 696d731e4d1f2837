package io.heddle.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.heddle.controller.openflow.codec.Replies;
import io.heddle.controller.state.ProtocolVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The endpoint and its sockets, on loopback. */
class OpenFlowEndpointTest {
    private static final int ROOM = 100;

    private final EventLog events = new EventLog();
    private final OpenFlowEndpoint endpoint = OpenFlowEndpoint.start(
            new OpenFlowSettings(
                    "127.0.0.1",
                    0,
                    new OpenFlowSettings.Limits(ROOM, 9, 1000, 1 << 20, 100),
                    new OpenFlowSettings.Timing(
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(30))),
            events,
            () -> 0);
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        endpoint.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), endpoint.localAddress().getPort());
        sockets.add(socket);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, ByteBuf message) throws IOException {
        socket.getOutputStream().write(ByteBufUtil.getBytes(message));
    }

    @Test
    void aThousandConnectionsInABurstAreBorneAndLeaveNothingBehind() throws IOException {
        for (int i = 0; i < 1000; i++) {
            connect();
        }
        await().untilAsserted(() -> {
            OpenFlowCounters counters = endpoint.counters();
            assertThat(counters.accepted() + counters.turnedAway()).isEqualTo(1000);
            assertThat(counters.open()).isZero();
            assertThat(counters.failedHandshakes()).isEqualTo(counters.accepted());
        });
        assertThat(endpoint.counters().turnedAway()).isPositive();
        assertGreets();
    }

    private void assertGreets() throws IOException {
        Socket polite = connect();
        assertThat(polite.getInputStream().readNBytes(16)).startsWith(6, 0, 0, 16);
        send(polite, new Replies(ProtocolVersion.OF_1_5).hello());
        assertThat(polite.getInputStream().readNBytes(8)).startsWith(6, 5, 0, 8);
    }

    @Test
    void strangersWhoSendRandomBytesAreLeftAndDisturbNobody() throws IOException {
        Socket polite = connect();
        send(polite, new Replies(ProtocolVersion.OF_1_4).hello());
        SplittableRandom random = new SplittableRandom(99);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[64];
            random.nextBytes(bytes);
            connect().getOutputStream().write(bytes);
        }
        await().untilAsserted(
                        () -> assertThat(endpoint.counters().failedHandshakes()).isGreaterThanOrEqualTo(50));
        assertThat(polite.getInputStream().readNBytes(24)).endsWith(5, 5, 0, 8, 0, 0, 0, 2);
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        int taken = endpoint.localAddress().getPort();
        assertThatIllegalStateException()
                .isThrownBy(() -> OpenFlowEndpoint.start(OpenFlowSettings.at("127.0.0.1", taken), events, () -> 0))
                .withMessageContaining("127.0.0.1 port " + taken);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenFlowSettings.at("", 6653))
                .withMessageContaining("cannot listen on ''");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenFlowSettings.at("localhost", 65536))
                .withMessageContaining("65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OpenFlowSettings.Limits(0, 1, 1, 1, 1))
                .withMessageContaining("at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OpenFlowSettings.Timing(
                        Duration.ofSeconds(-1), Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .withMessageContaining("negative");
    }

    @Test
    void nothingToDoIsNothingDone() {
        endpoint.carryOut(List.of());
        assertThat(endpoint.counters().messagesOut()).isZero();
    }
}
