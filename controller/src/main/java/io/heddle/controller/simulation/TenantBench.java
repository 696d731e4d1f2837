package io.heddle.controller.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
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
    private static final int WARM_UP = 50;
    private static final String NETWORKS_PLANNED = "tenant_networks_planned";
    private static final String BRIDGES_PLANNED = "tenant_bridges_planned";

    private final Subject.Starter starter;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the verb is called
    private CommandSpec spec;

    @Option(names = "--servers", description = "How many servers (default ${DEFAULT-VALUE}).")
    private int servers = 250;

    @Option(names = "--networks", split = ",", description = "Of how many networks (default ${DEFAULT-VALUE}).")
    private List<Integer> sizes = List.of(100, 1000);

    @Option(names = "--additions", description = "How many additions are timed (default ${DEFAULT-VALUE}).")
    private int additions = 100;

    @Option(names = "--json", description = "Where the figures go, as JSON.")
    private String json = "";

    /** With who starts the controllers that are measured. */
    public TenantBench(Subject.Starter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() throws IOException {
        List<Map<String, Object>> figures = new ArrayList<>();
        for (int networks : sizes) {
            Map<String, Object> measured = measured(networks);
            figures.add(measured);
            spec.commandLine().getOut().println(measured);
            spec.commandLine().getOut().flush();
        }
        if (!json.isEmpty()) {
            Files.writeString(Path.of(json), new JsonMapper().writeValueAsString(figures), StandardCharsets.UTF_8);
        }
        return 0;
    }

    private Map<String, Object> measured(int networks) throws IOException {
        try (SimulatedCloud cloud = SimulatedCloud.start(starter, servers)) {
            TenantWorkload workload = new TenantWorkload(cloud);
            for (int i = 0; i < WARM_UP; i++) {
                workload.add();
            }
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("servers", servers);
            figures.put("networks", networks);
            figures.put("ports", networks * TenantWorkload.PORTS);
            bulk(cloud, workload, networks, figures);
            additions(cloud, workload, figures);
            return figures;
        }
    }

    private static void bulk(SimulatedCloud cloud, TenantWorkload workload, int networks, Map<String, Object> figures) {
        double networksBefore = cloud.settledTotal(NETWORKS_PLANNED);
        double bridgesBefore = cloud.total(BRIDGES_PLANNED);
        ProcessorTimes processorBefore = ProcessorTimes.now();
        TenantWorkload.Bulk bulk = workload.bulk(networks);
        figures.put("bulk_answered_ms", rounded(bulk.answered()));
        figures.put("bulk_plugged_ms", rounded(bulk.plugged()));
        figures.put("bulk_ms", rounded(bulk.active()));
        figures.put(
                "bulk_processor_ms", ProcessorTimes.now().since(processorBefore).millis());
        figures.put("bulk_networks_planned", cloud.settledTotal(NETWORKS_PLANNED) - networksBefore);
        figures.put("bulk_bridges_planned", cloud.total(BRIDGES_PLANNED) - bridgesBefore);
    }

    private void additions(SimulatedCloud cloud, TenantWorkload workload, Map<String, Object> figures) {
        double networksBefore = cloud.total(NETWORKS_PLANNED);
        double bridgesBefore = cloud.total(BRIDGES_PLANNED);
        List<TenantWorkload.Addition> laps =
                Stream.generate(workload::add).limit(additions).toList();
        put(figures, "answered", laps, TenantWorkload.Addition::answered);
        put(figures, "confirmed", laps, TenantWorkload.Addition::confirmed);
        put(figures, "active", laps, TenantWorkload.Addition::active);
        figures.put(
                "networks_planned_per_addition", (cloud.settledTotal(NETWORKS_PLANNED) - networksBefore) / additions);
        figures.put("bridges_planned_per_addition", (cloud.total(BRIDGES_PLANNED) - bridgesBefore) / additions);
    }

    private static void put(
            Map<String, Object> figures,
            String name,
            List<TenantWorkload.Addition> laps,
            ToDoubleFunction<TenantWorkload.Addition> time) {
        double[] sorted = laps.stream().mapToDouble(time).sorted().toArray();
        figures.put(name + "_ms_median", rounded(sorted[sorted.length / 2]));
        figures.put(name + "_ms_p95", rounded(sorted[sorted.length * 95 / 100]));
    }

    private static double rounded(double millis) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.1f", millis));
    }
}
