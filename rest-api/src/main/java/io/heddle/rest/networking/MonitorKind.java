package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.HIDDEN;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;
import static io.heddle.rest.networking.Attribute.Mark.REQUIRED;

import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.request.TenantCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Health monitors of pools. */
final class MonitorKind implements PartKind<HealthMonitor> {

    private static final String POOL = "pool_id";
    private static final String TYPE = "type";
    private static final String DELAY = "delay";
    private static final String TIMEOUT = "timeout";
    private static final String RETRIES = "max_retries";
    private static final String RETRIES_DOWN = "max_retries_down";
    private static final int USUAL_RETRIES_DOWN = 3;
    private static final int TEXT_AT_MOST = 255;
    private static final int LONGEST = 3600;
    private static final int MOST_RETRIES = 10;

    /** What can be had only as it is. */
    private static final Map<String, Set<String>> USUAL = Map.of(
            "http_method", Set.of(),
            "url_path", Set.of(),
            "expected_codes", Set.of(),
            "http_version", Set.of(),
            "domain_name", Set.of());

    private final BalancingStatus status;

    MonitorKind(BalancingStatus status) {
        this.status = status;
    }

    @Override
    public String singular() {
        return "healthmonitor";
    }

    @Override
    public String plural() {
        return "healthmonitors";
    }

    @Override
    public String path() {
        return "lbaas/healthmonitors";
    }

    @Override
    public String title() {
        return "Health Monitor";
    }

    @Override
    public List<Attribute<Part<HealthMonitor>>> attributes() {
        List<Attribute<Part<HealthMonitor>>> all = Balancing.attributes(HealthMonitor::name, HealthMonitor::adminUp);
        all.add(Attribute.of("operating_status", (part, shown) -> status.of(part.value())));
        all.add(Attribute.of(TYPE, (part, shown) -> part.value().kind().name(), POST, REQUIRED));
        all.add(Attribute.of(DELAY, (part, shown) -> part.value().delay(), POST, PUT, REQUIRED));
        all.add(Attribute.of(TIMEOUT, (part, shown) -> part.value().timeout(), POST, PUT, REQUIRED));
        all.add(Attribute.of(RETRIES, (part, shown) -> part.value().retries(), POST, PUT, REQUIRED));
        all.add(Attribute.of(RETRIES_DOWN, (part, shown) -> part.value().retriesDown(), POST, PUT));
        all.add(Attribute.of(
                POOL, (part, shown) -> part.pool().orElseThrow().id().toString(), POST, REQUIRED, HIDDEN));
        all.add(Attribute.of(
                "pools",
                (part, shown) -> Balancing.references(part.pool().stream().toList(), Pool::id),
                COMPOUND));
        for (String name : USUAL.keySet().stream().sorted().toList()) {
            all.add(Balancing.fixed(name, null));
        }
        return all;
    }

    @Override
    public Stream<Part<HealthMonitor>> of(LoadBalancer balancer) {
        return balancer.pools().stream()
                .flatMap(pool -> pool.monitor().stream()
                        .map(each -> new Part<>(balancer, Optional.of(pool), each, each.id(), each.standard())));
    }

    @Override
    public TenantCommand create(Asked asked) {
        Body body = asked.body();
        Balancing.refuseOthers(body, USUAL);
        HealthMonitor monitor = checked(
                body,
                new HealthMonitor(
                        asked.id(),
                        Balancing.name(body).orElse(""),
                        Balancing.adminUp(body, true),
                        kind(body),
                        LONGEST,
                        LONGEST,
                        Balancing.number(body, RETRIES, 1, MOST_RETRIES).orElseThrow(() -> Balancing.missing(RETRIES)),
                        Balancing.number(body, RETRIES_DOWN, 1, MOST_RETRIES).orElse(USUAL_RETRIES_DOWN),
                        Balancing.standard(body, asked.now())));
        return new TenantCommand.PutMonitor(Balancing.required(body, POOL), monitor);
    }

    @Override
    public TenantCommand update(Part<HealthMonitor> before, Body body, Instant now) {
        Balancing.refuseOthers(body, USUAL);
        HealthMonitor old = before.value();
        HealthMonitor monitor = checked(
                body,
                new HealthMonitor(
                        old.id(),
                        Balancing.name(body).orElse(old.name()),
                        Balancing.adminUp(body, old.adminUp()),
                        old.kind(),
                        old.delay(),
                        old.timeout(),
                        Balancing.number(body, RETRIES, 1, MOST_RETRIES).orElse(old.retries()),
                        Balancing.number(body, RETRIES_DOWN, 1, MOST_RETRIES).orElse(old.retriesDown()),
                        Balancing.standard(body, now, old.standard())));
        return new TenantCommand.PutMonitor(before.pool().orElseThrow().id(), monitor);
    }

    @Override
    public TenantCommand delete(Part<HealthMonitor> gone) {
        return new TenantCommand.RemoveMonitor(gone.id());
    }

    private static HealthMonitor.Kind kind(Body body) {
        String text = body.text(TYPE, TEXT_AT_MOST).orElseThrow(() -> Balancing.missing(TYPE));
        return switch (text) {
            case "TCP" -> HealthMonitor.Kind.TCP;
            case "PING" -> HealthMonitor.Kind.PING;
            default ->
                throw Balancing.unsupported("health monitor of type " + Body.shortened(text) + "; it is TCP or PING");
        };
    }

    /** The monitor with the times that a request gives. */
    private static HealthMonitor checked(Body body, HealthMonitor monitor) {
        int delay = Balancing.number(body, DELAY, 1, LONGEST).orElse(monitor.delay());
        int timeout = Balancing.number(body, TIMEOUT, 1, LONGEST).orElse(monitor.timeout());
        if (timeout > delay) {
            throw ApiError.badRequest("Validation failure: timeout " + timeout + " is longer than delay " + delay
                    + ": a member must have answered before it is asked again.");
        }
        return new HealthMonitor(
                monitor.id(),
                monitor.name(),
                monitor.adminUp(),
                monitor.kind(),
                delay,
                timeout,
                monitor.retries(),
                monitor.retriesDown(),
                monitor.standard());
    }
}
