package io.heddle.rest.http;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.Obedient;
import io.heddle.rest.SnapshotPublisher;
import io.heddle.rest.live.LiveSettings;
import io.heddle.rest.networking.DemoTenants;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server on a free port, what it shows, and a client for it. */
final class RunningServer implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    final SnapshotPublisher publisher;
    final Obedient commands;
    final RestServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningServer(SnapshotPublisher publisher, Obedient commands, RestServer server) {
        this.commands = commands;
        this.publisher = publisher;
        this.server = server;
    }

    static RunningServer showing(FabricSnapshot snapshot) {
        LiveSettings live = new LiveSettings(2, Duration.ofMillis(1), Duration.ofMillis(100), 8);
        return showing(snapshot, new RestSettings("127.0.0.1", 0, new TreeSet<>(), Duration.ofSeconds(10), live));
    }

    /** One with tenants' networks, too. */
    static RunningServer showing(FabricSnapshot snapshot, DemoTenants tenants) {
        SnapshotPublisher publisher = new SnapshotPublisher(snapshot);
        Obedient commands = new Obedient();
        RestSettings settings = RestSettings.on("127.0.0.1", 0);
        return new RunningServer(
                publisher, commands, RestServer.start(settings, publisher, commands, tenants.networking()));
    }

    static RunningServer showing(FabricSnapshot snapshot, RestSettings settings) {
        SnapshotPublisher publisher = new SnapshotPublisher(snapshot);
        Obedient commands = new Obedient();
        return new RunningServer(publisher, commands, RestServer.start(settings, publisher, commands));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> reply(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return MAPPER.readTree(reply(path).body());
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
