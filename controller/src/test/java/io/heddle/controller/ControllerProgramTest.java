package io.heddle.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.controller.config.ConfigException;
import io.heddle.controller.config.ControllerConfig;
import io.heddle.controller.config.ListenAddress;
import io.heddle.controller.config.TenantConfig;
import io.heddle.controller.store.StoreException;
import io.heddle.rest.http.RestServerUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerProgramTest {

    private static final ListenAddress ANY = new ListenAddress("127.0.0.1", 0);

    private final ControllerConfig config = ControllerConfig.defaults().withListeners(ANY, ANY, ANY, ANY);
    private final HandClock clock = new HandClock();

    @TempDir
    private Path folder;

    @Test
    void aControllerWithoutSwitchesAnswersThatItIsForming() throws Exception {
        try (ControllerProgram program = ControllerProgram.start(config, folder, clock)) {
            assertThat(get(program, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(program, "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(program, "/api/v1/fabric").body()).contains("\"forming\"");
        }
    }

    @Test
    void anOrderIsAnsweredWhenItIsRememberedAlsoByTheNextController() throws Exception {
        try (ControllerProgram program = ControllerProgram.start(config, folder, clock)) {
            assertThat(choose(program, "global-first-fit").statusCode()).isEqualTo(204);
            HttpResponse<String> refused = pin(program, "c");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("forming");
            assertThat(release(program).statusCode()).isEqualTo(404);
        }
        try (ControllerProgram program = ControllerProgram.start(config, folder, clock)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() ->
                            get(program, "/api/v1/elephants").body().contains("\"scheduler\":\"global-first-fit\""));
        }
    }

    private static HttpResponse<String> choose(ControllerProgram program, String scheduler) throws Exception {
        return send(program, "scheduler", "PUT", "{\"scheduler\":\"" + scheduler + "\"}");
    }

    private static HttpResponse<String> pin(ControllerProgram program, String through) throws Exception {
        return send(program, "pins/tcp-10.0.0.2-1-10.1.0.2-2", "PUT", "{\"through\":\"" + through + "\"}");
    }

    private static HttpResponse<String> release(ControllerProgram program) throws Exception {
        return send(program, "pins/tcp-10.0.0.2-1-10.1.0.2-2", "DELETE", "");
    }

    private static HttpResponse<String> send(ControllerProgram program, String what, String method, String body)
            throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(program.url()).resolve("/api/v1/elephants/" + what))
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void totalsAreShownAndGrowAsTimePasses() throws Exception {
        try (ControllerProgram program = ControllerProgram.start(config, folder, clock);
                Socket stranger = new Socket(InetAddress.getLoopbackAddress(), program.openFlowPort())) {
            stranger.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                clock.pass(Duration.ofSeconds(2));
                return get(program, "/metrics")
                        .body()
                        .lines()
                        .anyMatch(line -> line.matches(".*openflow_handshakes_failed.* 1(\\.0)?"));
            });
        }
    }

    @Test
    void theAdministratorsTokenAndWhatItAskedForOutliveARestart() throws Exception {
        String token;
        try (ControllerProgram program = ControllerProgram.start(config, folder, clock)) {
            token = program.adminToken().orElseThrow();
            HttpRequest create = networks(program, token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"network\": {\"name\": \"blue\"}}"))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(client.send(create, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(201);
            }
        }
        try (ControllerProgram program = ControllerProgram.start(config, folder, clock);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(program.adminToken()).contains(token);
            assertThat(client.send(networks(program, token).build(), HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("\"blue\"");
            assertThat(client.send(networks(program, "x").build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    private static HttpRequest.Builder networks(ControllerProgram program, String token) {
        return HttpRequest.newBuilder(URI.create(program.url() + "v2.0/networks"))
                .header("X-Auth-Token", token);
    }

    @Test
    void aUsersFileThatIsMissingKeepsTheControllerFromStarting() {
        TenantConfig usual = config.tenants();
        Path missing = folder.resolve("users");
        ControllerConfig closed =
                config.withTenants(new TenantConfig(Optional.of(missing), usual.settings(), usual.limits()));
        assertThatThrownBy(() -> ControllerProgram.start(closed, folder, clock))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(missing.toString());
        ControllerProgram.start(config, folder, clock).close();
    }

    @Test
    void aSecondControllerOnTheSameFolderIsRefused() {
        try (ControllerProgram first = ControllerProgram.start(config, folder, clock)) {
            assertThat(first.url()).startsWith("http://127.0.0.1:");
            assertThatThrownBy(() -> ControllerProgram.start(config, folder, clock))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(folder.toString());
        }
    }

    @Test
    void aPortThatIsTakenIsNamedAndNothingIsLeftRunning() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ListenAddress there = new ListenAddress("127.0.0.1", taken.getLocalPort());

            assertThatThrownBy(() -> ControllerProgram.start(config.withListeners(there, ANY, ANY, ANY), folder, clock))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
            assertThatThrownBy(() -> ControllerProgram.start(config.withListeners(ANY, there, ANY, ANY), folder, clock))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("databases")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
            assertThatThrownBy(() -> ControllerProgram.start(config.withListeners(ANY, ANY, there, ANY), folder, clock))
                    .isInstanceOf(RestServerUnavailable.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
        try (ControllerProgram first = ControllerProgram.start(config, folder, clock)) {
            ListenAddress there = new ListenAddress("127.0.0.1", first.sflowPort());
            assertThatThrownBy(() -> ControllerProgram.start(
                            config.withListeners(ANY, ANY, ANY, there), folder.resolve("other"), clock))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Integer.toString(first.sflowPort()));
        }
        ControllerProgram.start(config, folder, clock).close();
    }

    private static HttpResponse<String> get(ControllerProgram program, String path)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(program.url()).resolve(path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** A clock that a test moves. */
    private static final class HandClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

        void pass(Duration time) {
            now.updateAndGet(moment -> moment.plus(time));
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
