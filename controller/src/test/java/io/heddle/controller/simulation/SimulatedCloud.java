package io.heddle.controller.simulation;

import io.heddle.controller.ControllerProgram;
import io.heddle.controller.config.ControllerConfig;
import io.heddle.controller.config.ListenAddress;
import io.heddle.controller.config.TenantConfig;
import io.heddle.rest.networking.RequestLimits;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.request.TenantSettings;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole controller, simulated servers around it, and a client of its Networking API. */
public final class SimulatedCloud implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ListenAddress ANY = new ListenAddress("127.0.0.1", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHOWN_AGAIN = Duration.ofMillis(2200);
    private static final Duration LOOK = Duration.ofNanos(200_000);

    private final ControllerProgram program;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SimulatedServer> servers = new ArrayList<>();

    private SimulatedCloud(ControllerProgram program) {
        this.program = program;
    }

    /** Starts a controller whose state is in {@code folder}, and so many servers; waits until every bridge has its first rules. */
    public static SimulatedCloud start(Path folder, int servers) {
        SimulatedCloud cloud = new SimulatedCloud(ControllerProgram.start(config(), folder, Clock.systemUTC()));
        for (int number = 0; number < servers; number++) {
            cloud.servers.add(
                    SimulatedServer.start(number, cloud.loop, cloud.program.ovsdbPort(), cloud.program.openFlowPort()));
        }
        await(() -> cloud.servers.stream().allMatch(server -> server.batches() > 0));
        return cloud;
    }

    private static ControllerConfig config() {
        TenantSettings usual = TenantSettings.defaults();
        TenantSettings endless = new TenantSettings(
                usual.underlayMtu(),
                usual.usualType(),
                usual.vxlan(),
                usual.gre(),
                usual.vlan(),
                usual.flat(),
                usual.routed(),
                new Quota(new TreeMap<>()));
        RequestLimits limits =
                new RequestLimits(1_000_000, 10, RequestLimits.defaults().bodyBytes());
        return ControllerConfig.defaults()
                .withListeners(ANY, ANY, ANY, ANY)
                .withTenants(new TenantConfig(Optional.empty(), endless, limits));
    }

    /** The servers, by number. */
    public List<SimulatedServer> servers() {
        return List.copyOf(servers);
    }

    /** Asks the Networking API to create; the answer's resources have these ids, in order. */
    public List<UUID> create(String resources, String body) {
        JsonNode answer = ask(request("v2.0/" + resources)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        List<UUID> ids = new ArrayList<>();
        for (JsonNode made : answer.properties().iterator().next().getValue().isArray()
                ? answer.path(resources)
                : JSON.createArrayNode()
                        .add(answer.properties().iterator().next().getValue())) {
            ids.add(UUID.fromString(made.path("id").asString()));
        }
        return ids;
    }

    /** Whether the Networking API says that the port works. */
    public boolean isActive(UUID port) {
        return ask(request("v2.0/ports/" + port + "?fields=status").GET())
                .path("port")
                .path("status")
                .asString("")
                .equals("ACTIVE");
    }

    /** How many ports work, by one question. */
    public long active() {
        long active = 0;
        for (JsonNode port : ask(request("v2.0/ports?fields=status").GET()).path("ports")) {
            active += port.path("status").asString("").equals("ACTIVE") ? 1 : 0;
        }
        return active;
    }

    /** A running total of the controller. */
    public double total(String name) {
        String metrics = send(request("metrics").GET()).body();
        return metrics.lines()
                .filter(line -> !line.startsWith("#") && line.contains(name))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0.0);
    }

    /** A total once it is shown again as it was: totals are shown once a second. */
    public double settledTotal(String name) {
        double shown = -1;
        double now = total(name);
        while (shown != now) {
            shown = now;
            LockSupport.parkNanos(SHOWN_AGAIN.toNanos());
            now = total(name);
        }
        return now;
    }

    /** Waits, looking often; for what takes longer than a minute nobody waits. */
    public static void await(BooleanSupplier condition) {
        await(condition, LOOK);
    }

    /** Waits, looking every so often. */
    public static void await(BooleanSupplier condition, Duration look) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not within " + PATIENCE);
            }
            LockSupport.parkNanos(look.toNanos());
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(program.url() + path))
                .header("X-Auth-Token", program.adminToken().orElseThrow());
    }

    private JsonNode ask(HttpRequest.Builder request) {
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        program.close();
    }
}
