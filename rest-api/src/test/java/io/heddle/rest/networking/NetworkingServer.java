package io.heddle.rest.networking;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.Obedient;
import io.heddle.rest.SnapshotPublisher;
import io.heddle.rest.http.RestServer;
import io.heddle.rest.http.RestSettings;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.request.Requester;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server whose tokens are {@code admin}, {@code alice}, {@code bob} and {@code reader}, and a client for it. */
final class NetworkingServer implements AutoCloseable {

    static final JsonMapper MAPPER = JsonMapper.shared();

    final MemoryTenancy tenancy = new MemoryTenancy();
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final RestServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    NetworkingServer() {
        this(new RequestLimits(1_000_000, 10, 1 << 20));
    }

    NetworkingServer(RequestLimits limits) {
        Accounts accounts = new Accounts() {
            @Override
            public Optional<Requester> byToken(String token) {
                return switch (token) {
                    case "admin" -> Optional.of(new Requester(new ProjectId("admin"), Requester.Role.ADMIN));
                    case "alice", "bob" -> Optional.of(new Requester(new ProjectId(token), Requester.Role.MEMBER));
                    case "reader" -> Optional.of(new Requester(new ProjectId("alice"), Requester.Role.READER));
                    default -> Optional.empty();
                };
            }

            @Override
            public Optional<Requester> byPassword(String name, String password) {
                return password.equals("päss:word") ? byToken(name) : Optional.empty();
            }
        };
        Networking networking = new Networking(
                tenancy,
                accounts,
                port -> new PortStatus(PortStatus.Phase.BUILD, "Rules are on their way.", "h7"),
                DemoTenants.NOTHING_SEEN,
                DemoTenants.NOBODY_PROBES,
                limits,
                now::get);
        server = RestServer.start(
                RestSettings.on("127.0.0.1", 0),
                new SnapshotPublisher(FabricSnapshot.forming(now.get())),
                new Obedient(),
                networking);
    }

    HttpResponse<String> send(String token, String method, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .header("X-Auth-Token", token);
        if (Arrays.stream(headers).noneMatch("Content-Type"::equals)) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends and checks the status; the reply's JSON, or a missing node if it has none. */
    JsonNode call(String token, String method, String path, int status, String body, String... headers)
            throws IOException, InterruptedException {
        HttpResponse<String> reply =
                send(token, method, path, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), headers);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        return MAPPER.readTree(reply.body().isEmpty() ? "{}" : reply.body());
    }

    JsonNode get(String token, String path) throws IOException, InterruptedException {
        return call(token, "GET", path, 200, "");
    }

    JsonNode post(String token, String path, String body) throws IOException, InterruptedException {
        return call(token, "POST", path, 201, body);
    }

    /** What a refused request is told. */
    String refusal(String token, String method, String path, int status, String body, String... headers)
            throws IOException, InterruptedException {
        JsonNode error = call(token, method, path, status, body, headers).path("NeutronError");
        assertThat(error.propertyNames()).containsExactlyInAnyOrder("type", "message", "detail");
        return error.path("type").asString() + ": " + error.path("message").asString();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
