package io.heddle.controller.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code heddle bench tenants}: how long it takes from a tenant's request until servers confirmed the rules, in a cloud of simulated
 * servers around a whole controller.
 *
 * <p>One addition is a network, a subnet and two ports, by three requests, plugged into two servers as soon as they are answered; it
 * ends when the Networking API says that both are ACTIVE, which it does after barriers. A bulk is all networks, all subnets and all
 * ports, by one request each, and ends when every port is ACTIVE. Each size has a cloud and a controller of its own, in one process: to
 * name a size twice tells what the compiler of the Java runtime takes from the first.
 */
@Command(
        name = "tenants",
        mixinStandardHelpOptions = true,
        description = "Times tenants' requests in a simulated cloud.")
public final class TenantBench implements Callable<Integer> {
    private static final int PORTS = 10;
    private static final int WARM_UP = 50;
    private static final Duration BULK_LOOK = Duration.ofMillis(20);

    @Option(names = "--servers", description = "How many servers (default ${DEFAULT-VALUE}).")
    private int servers = 250;

    @Option(names = "--networks", split = ",", description = "Of how many networks (default ${DEFAULT-VALUE}).")
    private List<Integer> sizes = List.of(100, 1000);

    @Option(names = "--additions", description = "How many additions are timed (default ${DEFAULT-VALUE}).")
    private int additions = 100;

    @Option(names = "--json", description = "Where the figures go, as JSON.")
    private String json = "";

    private int turn;

    /** Runs it, and ends the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new TenantBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<Map<String, Object>> figures = new ArrayList<>();
        for (int networks : sizes) {
            Map<String, Object> measured = measured(networks);
            figures.add(measured);
            System.out.println(measured);
        }
        if (!json.isEmpty()) {
            Files.writeString(Path.of(json), new JsonMapper().writeValueAsString(figures), StandardCharsets.UTF_8);
        }
        return 0;
    }

    private Map<String, Object> measured(int networks) throws IOException {
        Path folder = Files.createTempDirectory("heddle-tenants");
        try (SimulatedCloud cloud = SimulatedCloud.start(folder, servers)) {
            for (int i = 0; i < WARM_UP; i++) {
                add(cloud, -1 - i, new ArrayList<>());
            }
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("servers", servers);
            figures.put("networks", networks);
            figures.put("ports", networks * PORTS);
            bulk(cloud, networks, figures);
            double planned = cloud.total("tenant_networks_planned");
            double bridges = cloud.total("tenant_bridges_planned");
            List<List<Double>> laps = new ArrayList<>();
            for (int i = 0; i < additions; i++) {
                List<Double> lap = new ArrayList<>();
                add(cloud, networks + i, lap);
                laps.add(lap);
            }
            List<String> names = List.of("answered", "confirmed", "active");
            for (int i = 0; i < names.size(); i++) {
                int place = i;
                List<Double> sorted =
                        laps.stream().map(lap -> lap.get(place)).sorted().toList();
                figures.put(names.get(i) + "_ms_median", rounded(sorted.get(sorted.size() / 2)));
                figures.put(names.get(i) + "_ms_p95", rounded(sorted.get(sorted.size() * 95 / 100)));
            }
            figures.put(
                    "networks_planned_per_addition",
                    (cloud.settledTotal("tenant_networks_planned") - planned) / additions);
            figures.put("bridges_planned_per_addition", (cloud.total("tenant_bridges_planned") - bridges) / additions);
            return figures;
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void add(SimulatedCloud cloud, int number, List<Double> lap) {
        SimulatedServer one = cloud.servers().get(turn++ * 7 % servers);
        SimulatedServer other = cloud.servers().get((turn * 7 + 3) % servers);
        long before = System.nanoTime();
        UUID network = cloud.create("networks", "{\"network\": {\"name\": \"n" + number + "\"}}")
                .getFirst();
        cloud.create("subnets", "{\"subnet\": " + subnet(network) + "}");
        List<UUID> ports = cloud.create("ports", "{\"ports\": [" + port(network) + "," + port(network) + "]}");
        lap.add(millisSince(before));
        long first = one.batches();
        long second = other.batches();
        one.plug(List.of(ports.get(0)));
        other.plug(List.of(ports.get(1)));
        SimulatedCloud.await(() -> one.batches() > first && other.batches() > second);
        lap.add(millisSince(before));
        SimulatedCloud.await(() -> ports.stream().allMatch(cloud::isActive));
        lap.add(millisSince(before));
    }

    private void bulk(SimulatedCloud cloud, int networks, Map<String, Object> figures) {
        long activeBefore = cloud.active();
        double networksBefore = cloud.settledTotal("tenant_networks_planned");
        double bridgesBefore = cloud.total("tenant_bridges_planned");
        ProcessorTimes processorBefore = ProcessorTimes.now();
        long before = System.nanoTime();
        List<UUID> made = cloud.create("networks", all(Collections.nCopies(networks, "{}"), "networks"));
        cloud.create("subnets", all(made.stream().map(TenantBench::subnet).toList(), "subnets"));
        List<String> bodies = made.stream()
                .flatMap(network -> Collections.nCopies(PORTS, port(network)).stream())
                .toList();
        List<UUID> ports = cloud.create("ports", all(bodies, "ports"));
        figures.put("bulk_answered_ms", rounded(millisSince(before)));
        List<List<UUID>> shares = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            shares.add(new ArrayList<>());
        }
        for (int i = 0; i < ports.size(); i++) {
            shares.get(i % servers).add(ports.get(i));
        }
        for (int i = 0; i < servers; i++) {
            if (!shares.get(i).isEmpty()) {
                cloud.servers().get(i).plug(shares.get(i));
            }
        }
        figures.put("bulk_plugged_ms", rounded(millisSince(before)));
        // Seldom, and one port of each server first: to ask for all of them again and again would be a load of its own.
        for (UUID port : ports.subList(Math.max(0, ports.size() - servers), ports.size())) {
            SimulatedCloud.await(() -> cloud.isActive(port), BULK_LOOK);
        }
        SimulatedCloud.await(() -> cloud.active() - activeBefore == ports.size(), BULK_LOOK);
        figures.put("bulk_ms", rounded(millisSince(before)));
        figures.put(
                "bulk_processor_ms", ProcessorTimes.now().since(processorBefore).millis());
        figures.put("bulk_networks_planned", cloud.settledTotal("tenant_networks_planned") - networksBefore);
        figures.put("bulk_bridges_planned", cloud.total("tenant_bridges_planned") - bridgesBefore);
    }

    private static String all(List<String> bodies, String name) {
        return "{\"" + name + "\": [" + String.join(",", bodies) + "]}";
    }

    private static String subnet(UUID network) {
        return "{\"network_id\": \"" + network + "\", \"ip_version\": 4, \"cidr\": \"192.168.0.0/24\"}";
    }

    private static String port(UUID network) {
        return "{\"network_id\": \"" + network + "\"}";
    }

    private static double millisSince(long before) {
        return (System.nanoTime() - before) / 1e6;
    }

    private static double rounded(double millis) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.1f", millis));
    }
}
