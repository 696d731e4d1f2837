package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heddle.rest.DemoFabric;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.live.LiveSettings;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.design.FabricGenerator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventResourceTest {
    private static final FabricSnapshot HEALTHY = DemoFabric.healthy(FabricGenerator.fatTree(4));
    private static final Cable CABLE =
            HEALTHY.recognition().blueprint().cables().first();

    private final RunningServer server = RunningServer.showing(HEALTHY);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNewClientHearsEverythingAndThenWhatChanges() throws Exception {
        try (Client client = new Client("")) {
            Event first = client.next();
            assertThat(first.name()).isEqualTo("snapshot");
            assertThat(first.data()).contains("\"kind\":\"fat-tree\"", "\"links\":[");

            server.publisher.publish(DemoFabric.cut(HEALTHY, CABLE));

            assertThat(client.next().name()).isEqualTo("fabric");
            Event links = client.next();
            assertThat(links.name()).isEqualTo("links");
            assertThat(links.data()).contains("\"state\":\"down\"").contains(CABLE.first() + "-" + CABLE.second());
            assertThat(links.id()).endsWith(".2");
        }
    }

    @Test
    void aClientThatComesBackHearsOnlyWhatItMissed() throws Exception {
        String last;
        try (Client client = new Client("")) {
            last = client.next().id();
        }
        server.publisher.publish(DemoFabric.cut(HEALTHY, CABLE));

        try (Client client = new Client("Last-Event-ID: " + last + "\r\n")) {
            assertThat(client.next().name()).isEqualTo("fabric");
        }
    }

    @Test
    void aClientOfAnotherRunHearsEverything() throws Exception {
        try (Client client = new Client("Last-Event-ID: abc.1\r\n")) {
            assertThat(client.next().name()).isEqualTo("snapshot");
        }
    }

    @Test
    void aSilentStreamSaysThatItIsAlive() throws Exception {
        try (Client client = new Client("")) {
            client.next();
            String line = client.line();
            while (line.isEmpty()) {
                line = client.line();
            }
            assertThat(line).isEqualTo(": alive");
        }
    }

    @Test
    void moreClientsThanAllowedAreRefused() throws Exception {
        try (Client one = new Client("");
                Client two = new Client("")) {
            one.next();
            two.next();
            var reply = server.reply("/api/v1/events", "Accept", "text/event-stream");
            assertThat(reply.statusCode()).isEqualTo(503);
            assertThat(reply.headers().firstValue("Retry-After")).hasValue("5");
        }
    }

    @Test
    void whoAsksForSomethingElseIsToldWhatThisIs() throws Exception {
        var reply = server.reply("/api/v1/events", "Accept", "application/json");

        assertThat(reply.statusCode()).isEqualTo(406);
        assertThat(reply.body()).contains("Accept: text/event-stream");
    }

    @Test
    void aClientThatIsGoneIsForgotten() throws Exception {
        try (Client client = new Client("")) {
            client.next();
            assertThat(server.server.liveClients()).isEqualTo(1);
        }

        await().until(() -> server.server.liveClients() == 0);
    }

    @Test
    void aClientThatDoesNotReadIsCutOffAndHoldsNobodyUp() throws Exception {
        LiveSettings live = new LiveSettings(4, Duration.ZERO, Duration.ofSeconds(5), 4);
        RestSettings impatient = new RestSettings("127.0.0.1", 0, new TreeSet<>(), Duration.ofMillis(300), live);
        FabricSnapshot large = DemoFabric.healthy(FabricGenerator.fatTree(16));
        try (RunningServer other = RunningServer.showing(large, impatient);
                Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), other.server.port()));
            ask(deaf, other, "");
            await().until(() -> other.server.liveClients() == 1);

            FabricSnapshot next = large;
            while (other.server.liveClients() > 0) {
                next = DemoFabric.loaded(next, 0.5, next.revision());
                other.publisher.publish(next);
                assertThat(other.reply("/healthz").statusCode()).isEqualTo(200);
            }
        }
    }

    private static void ask(Socket socket, RunningServer server, String headers) throws IOException {
        OutputStream out = socket.getOutputStream();
        String request = "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:" + server.server.port()
                + "\r\nAccept: text/event-stream\r\n" + headers + "\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private record Event(String name, String data, String id) {}

    /** Reads lines, and skips what frames them: the reply's header, chunk sizes and heartbeats. */
    private final class Client implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port());
        private final BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

        Client(String headers) throws IOException {
            ask(socket, server, headers);
        }

        Event next() throws IOException {
            List<String> event = new ArrayList<>();
            for (String line = line(); !line.isEmpty() || event.isEmpty(); line = line()) {
                if (line.startsWith("event: ") || line.startsWith("data: ") || line.startsWith("id: ")) {
                    event.add(line);
                }
            }
            return new Event(field(event, "event: "), field(event, "data: "), field(event, "id: "));
        }

        String line() throws IOException {
            String line = lines.readLine();
            while (line != null && (line.matches("[0-9a-fA-F]+") || line.contains("HTTP/1.1") || isHeader(line))) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new IOException("the stream ended");
            }
            return line;
        }

        private boolean isHeader(String line) {
            return line.matches("[A-Z][A-Za-z-]+: .*");
        }

        private String field(List<String> event, String name) {
            return event.stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()))
                    .findFirst()
                    .orElse("");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
