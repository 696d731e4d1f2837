package io.heddle.controller.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole controller, simulated servers around it, and a client of its Networking API. */
public final class SimulatedCloud implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ListenAddress ANY = new ListenAddress("127.0.0.1", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHOWN_AGAIN = Duration.ofMillis(2200);
    private static final Duration LOOK = Duration.ofNanos(200_000);

    private final Path folder;
    private final Subject subject;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SimulatedServer> servers = new ArrayList<>();

    private SimulatedCloud(Path folder, Subject subject) {
        this.folder = folder;
        this.subject = subject;
    }

    /** Starts a controller, of which only warnings are logged, and so many servers; waits until every bridge has its first rules. */
    public static SimulatedCloud start(Subject.Starter starter, int servers) throws IOException {
        if (LoggerFactory.getLogger("io.heddle") instanceof Logger log) {
            log.setLevel(Level.WARN);
        }
        Path folder = Files.createTempDirectory("heddle-simulated");
        Subject subject = starter.start(config(), folder);
        SimulatedCloud cloud = new SimulatedCloud(folder, subject);
        for (int number = 0; number < servers; number++) {
            cloud.servers.add(SimulatedServer.start(number, cloud.loop, subject.ovsdbPort(), subject.openFlowPort()));
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
        return areActive("id=" + port, 1);
    }

    /** Whether the Networking API says that so many ports of a network, all it has, work. */
    public boolean areActive(UUID network, int count) {
        return areActive("network_id=" + network, count);
    }

    private boolean areActive(String filter, int count) {
        JsonNode ports =
                ask(request("v2.0/ports?" + filter + "&fields=status").GET()).path("ports");
        boolean areAll = ports.size() == count;
        for (JsonNode port : ports) {
            areAll &= port.path("status").asString("").equals("ACTIVE");
        }
        return areAll;
    }

    /** How many ports work. */
    public int active() {
        return count("status=ACTIVE");
    }

    /** How many ports do not work yet. */
    public int waiting() {
        return count("status=BUILD&status=DOWN");
    }

    private int count(String filter) {
        return ask(request("v2.0/ports?fields=id&" + filter).GET())
                .path("ports")
                .size();
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
        return HttpRequest.newBuilder(URI.create(subject.url() + path)).header("X-Auth-Token", subject.token());
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
    public void close() throws IOException {
        client.close();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        subject.end().run();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
