package io.heddle.rest.http;

import io.heddle.rest.view.LatestView;
import io.heddle.rest.view.PrometheusText;
import io.javalin.http.Context;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** {@code GET /metrics}: the fabric, the process and, for who may see them, tenants' networks; for Prometheus. */
final class MetricResource {

    private static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final LatestView views;
    private final TenantResource tenants;
    private final PrometheusMeterRegistry process = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    MetricResource(LatestView views, TenantResource tenants) {
        this.views = views;
        this.tenants = tenants;
        new JvmMemoryMetrics().bindTo(process);
        new JvmThreadMetrics().bindTo(process);
        new ProcessorMetrics().bindTo(process);
        new UptimeMetrics().bindTo(process);
    }

    List<Route> routes() {
        return List.of(Route.of("/metrics", this::page));
    }

    private void page(Context ctx) {
        ctx.result(PrometheusText.of(views.latest()) + tenants.metrics(ctx) + process.scrape());
        ctx.contentType(MEDIA_TYPE);
    }
}
