package io.heddle.rest.tenant;

import io.heddle.rest.tenant.UsageRepresentation.NetworkUsage;
import io.heddle.rest.tenant.UsageRepresentation.ProjectUsage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** What was carried as Prometheus reads it, by network and by project; never by port, as series are dear there. */
public final class TenantMetrics {

    private final PrometheusMeterRegistry registry;

    private TenantMetrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** The part of the page for {@code usage}. */
    public static String of(UsageRepresentation usage) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try {
            TenantMetrics page = new TenantMetrics(registry);
            for (ProjectUsage each : usage.projects()) {
                page.traffic("heddle.tenant.project", Tags.of("project", each.id()), each.traffic());
            }
            for (NetworkUsage each : usage.networks()) {
                page.traffic(
                        "heddle.tenant.network",
                        Tags.of("network", each.id(), "project", each.project()),
                        each.traffic());
            }
            return registry.scrape();
        } finally {
            registry.close();
        }
    }

    private void traffic(String of, Tags tags, TrafficRepresentation traffic) {
        total(of + ".sent.bytes", "Bytes that machines sent", tags, traffic.sentBytes());
        total(of + ".sent.packets", "Packets that machines sent", tags, traffic.sentPackets());
        total(of + ".received.bytes", "Bytes that machines were sent", tags, traffic.receivedBytes());
        total(of + ".received.packets", "Packets that machines were sent", tags, traffic.receivedPackets());
    }

    private void total(String name, String description, Tags tags, long value) {
        List<Double> held = List.of((double) value);
        FunctionCounter.builder(name, held, List::getFirst)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
