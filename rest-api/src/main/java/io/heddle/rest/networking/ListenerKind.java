package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.HIDDEN;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;
import static io.heddle.rest.networking.Attribute.Mark.REQUIRED;

import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.request.TenantCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Listeners of load balancers. */
final class ListenerKind implements PartKind<Listener> {

    private static final String PORT = "protocol_port";
    private static final String POOL = "default_pool_id";

    /** What can be had only as it is. */
    private static final Map<String, Set<String>> USUAL = Map.ofEntries(
            Map.entry("connection_limit", Set.of("-1")),
            Map.entry("default_tls_container_ref", Set.of()),
            Map.entry("sni_container_refs", Set.of()),
            Map.entry("insert_headers", Set.of()),
            Map.entry("l7policies", Set.of()),
            Map.entry("allowed_cidrs", Set.of()),
            Map.entry("default_pool", Set.of()),
            Map.entry("timeout_client_data", Set.of("50000")),
            Map.entry("timeout_member_connect", Set.of("5000")),
            Map.entry("timeout_member_data", Set.of("50000")),
            Map.entry("timeout_tcp_inspect", Set.of("0")));

    private final BalancingStatus status;

    ListenerKind(BalancingStatus status) {
        this.status = status;
    }

    @Override
    public String singular() {
        return "listener";
    }

    @Override
    public String plural() {
        return "listeners";
    }

    @Override
    public String path() {
        return "lbaas/listeners";
    }

    @Override
    public String title() {
        return "Listener";
    }

    @Override
    public List<Attribute<Part<Listener>>> attributes() {
        List<Attribute<Part<Listener>>> all = Balancing.attributes(Listener::name, Listener::adminUp);
        all.add(Balancing.description());
        all.add(Attribute.of(
                "operating_status", (part, shown) -> status.of(shown.state(), part.balancer(), part.value())));
        all.add(Balancing.protocol(Listener::protocol));
        all.add(Attribute.of(PORT, (part, shown) -> part.value().port(), POST, REQUIRED));
        all.add(Attribute.of(
                POOL, (part, shown) -> part.value().pool().map(UUID::toString).orElse(null), POST, PUT));
        all.add(Attribute.of(
                Balancing.BALANCER, (part, shown) -> part.balancer().id().toString(), POST, REQUIRED, HIDDEN));
        all.add(Balancing.balancers());
        all.add(Balancing.fixed("connection_limit", -1));
        all.add(Balancing.fixed("default_tls_container_ref", null));
        all.add(Balancing.fixed("sni_container_refs", List.of()));
        all.add(Balancing.fixed("insert_headers", Map.of()));
        all.add(Balancing.fixed("l7policies", List.of()));
        all.add(Balancing.fixed("allowed_cidrs", null));
        all.add(Balancing.fixed("timeout_client_data", 50_000));
        all.add(Balancing.fixed("timeout_member_connect", 5000));
        all.add(Balancing.fixed("timeout_member_data", 50_000));
        all.add(Balancing.fixed("timeout_tcp_inspect", 0));
        return all;
    }

    @Override
    public Stream<Part<Listener>> of(LoadBalancer balancer) {
        return balancer.listeners().stream()
                .map(each -> new Part<>(balancer, Optional.empty(), each, each.id(), each.standard()));
    }

    @Override
    public TenantCommand create(Asked asked) {
        Body body = asked.body();
        Balancing.refuseOthers(body, USUAL);
        Listener listener = new Listener(
                asked.id(),
                Balancing.name(body).orElse(""),
                Balancing.adminUp(body, true),
                Balancing.protocol(body).orElseThrow(() -> Balancing.missing(Balancing.PROTOCOL)),
                Balancing.port(body, PORT),
                Balancing.id(body, POOL),
                Balancing.standard(body, asked.now()));
        return new TenantCommand.PutListener(
                new LoadBalancerId(Balancing.required(body, Balancing.BALANCER)), listener);
    }

    @Override
    public TenantCommand update(Part<Listener> before, Body body, Instant now) {
        Balancing.refuseOthers(body, USUAL);
        Listener old = before.value();
        Listener listener = new Listener(
                old.id(),
                Balancing.name(body).orElse(old.name()),
                Balancing.adminUp(body, old.adminUp()),
                old.protocol(),
                old.port(),
                body.has(POOL) ? Balancing.id(body, POOL) : old.pool(),
                Balancing.standard(body, now, old.standard()));
        return new TenantCommand.PutListener(before.balancer().id(), listener);
    }

    @Override
    public TenantCommand delete(Part<Listener> gone) {
        return new TenantCommand.RemoveListener(gone.id());
    }
}
