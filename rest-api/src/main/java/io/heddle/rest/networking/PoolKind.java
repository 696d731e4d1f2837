package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.HIDDEN;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;
import static io.heddle.rest.networking.Attribute.Mark.REQUIRED;

import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.Pool.Algorithm;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.request.TenantCommand;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pools of load balancers. */
final class PoolKind implements PartKind<Pool> {

    private static final String ALGORITHM = "lb_algorithm";
    private static final String PERSISTENCE = "session_persistence";
    private static final String LISTENER = "listener_id";
    private static final int TEXT_AT_MOST = 255;

    /** What can be had only as it is. */
    private static final Map<String, Set<String>> USUAL = Map.of(
            "tls_enabled", Set.of("false"),
            "tls_container_ref", Set.of(),
            "ca_tls_container_ref", Set.of(),
            "crl_container_ref", Set.of(),
            "tls_ciphers", Set.of(),
            "tls_versions", Set.of(),
            "alpn_protocols", Set.of(),
            "members", Set.of(),
            "healthmonitor", Set.of());

    private final BalancingStatus status;

    PoolKind(BalancingStatus status) {
        this.status = status;
    }

    @Override
    public String singular() {
        return "pool";
    }

    @Override
    public String plural() {
        return "pools";
    }

    @Override
    public String path() {
        return "lbaas/pools";
    }

    @Override
    public String title() {
        return "Pool";
    }

    @Override
    public List<Attribute<Part<Pool>>> attributes() {
        List<Attribute<Part<Pool>>> all = Balancing.attributes(Pool::name, Pool::adminUp);
        all.add(Balancing.description());
        all.add(Attribute.of(
                "operating_status", (part, shown) -> status.of(shown.state(), part.balancer(), part.value())));
        all.add(Balancing.protocol(Pool::protocol));
        all.add(Attribute.of(
                ALGORITHM, (part, shown) -> part.value().algorithm().name(), POST, PUT, REQUIRED));
        all.add(Attribute.of(PERSISTENCE, (part, shown) -> persistence(part.value()), POST, PUT, COMPOUND));
        all.add(Attribute.of(
                Balancing.BALANCER, (part, shown) -> part.balancer().id().toString(), POST, HIDDEN));
        all.add(Attribute.of(LISTENER, (part, shown) -> firstListener(part), POST, HIDDEN));
        addParts(all);
        all.add(Balancing.fixed("tls_enabled", false));
        all.add(Balancing.fixed("tls_ciphers", null));
        all.add(Balancing.fixed("tls_versions", List.of()));
        all.add(Balancing.fixed("alpn_protocols", List.of()));
        return all;
    }

    private static void addParts(List<Attribute<Part<Pool>>> all) {
        all.add(Balancing.balancers());
        all.add(Attribute.of(
                "listeners",
                (part, shown) -> Balancing.references(part.balancer().listenersOf(part.value()), Listener::id),
                COMPOUND));
        all.add(Attribute.of(
                "members",
                (part, shown) -> Balancing.references(part.value().members(), PoolMember::id),
                POST,
                COMPOUND));
        all.add(Attribute.of(
                "healthmonitor_id",
                (part, shown) ->
                        part.value().monitor().map(each -> each.id().toString()).orElse(null)));
    }

    private static @Nullable Object firstListener(Part<Pool> part) {
        return part.balancer().listenersOf(part.value()).stream()
                .map(each -> each.id().toString())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Object persistence(Pool pool) {
        if (!pool.isSticky()) {
            return null;
        }
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("type", "SOURCE_IP");
        shown.put("cookie_name", null);
        shown.put("persistence_timeout", null);
        shown.put("persistence_granularity", null);
        return shown;
    }

    @Override
    public Stream<Part<Pool>> of(LoadBalancer balancer) {
        return balancer.pools().stream()
                .map(each -> new Part<>(balancer, Optional.of(each), each, each.id(), each.standard()));
    }

    @Override
    public TenantCommand create(Asked asked) {
        Body body = asked.body();
        Balancing.refuseOthers(body, USUAL);
        Pool pool = new Pool(
                asked.id(),
                Balancing.name(body).orElse(""),
                Balancing.adminUp(body, true),
                Balancing.protocol(body).orElseThrow(() -> Balancing.missing(Balancing.PROTOCOL)),
                algorithm(body).orElseThrow(() -> Balancing.missing(ALGORITHM)),
                isSticky(body).orElse(false),
                0,
                List.of(),
                Optional.empty(),
                Balancing.standard(body, asked.now()));
        Optional<UUID> listener = Balancing.id(body, LISTENER);
        LoadBalancerId balancer = Balancing.id(body, Balancing.BALANCER)
                .map(LoadBalancerId::new)
                .or(() -> listener.flatMap(id -> asked.state().loadBalancerWith(id))
                        .map(LoadBalancer::id))
                .orElseThrow(() -> listener.isPresent()
                        ? new ApiError(404, "NotFound", "Listener " + listener.get() + " not found.")
                        : ApiError.badRequest(
                                "Validation failure: Must provide either loadbalancer_id or listener_id."));
        return new TenantCommand.PutPool(balancer, pool, listener);
    }

    @Override
    public TenantCommand update(Part<Pool> before, Body body, Instant now) {
        Balancing.refuseOthers(body, USUAL);
        Pool old = before.value();
        Pool pool = new Pool(
                old.id(),
                Balancing.name(body).orElse(old.name()),
                Balancing.adminUp(body, old.adminUp()),
                old.protocol(),
                algorithm(body).orElse(old.algorithm()),
                body.isNull(PERSISTENCE) ? false : isSticky(body).orElse(old.isSticky()),
                old.number(),
                old.members(),
                old.monitor(),
                Balancing.standard(body, now, old.standard()));
        return new TenantCommand.PutPool(before.balancer().id(), pool, Optional.empty());
    }

    @Override
    public TenantCommand delete(Part<Pool> gone) {
        return new TenantCommand.RemovePool(gone.id());
    }

    private static Optional<Algorithm> algorithm(Body body) {
        return body.text(ALGORITHM, TEXT_AT_MOST).map(text -> switch (text) {
            case "SOURCE_IP_PORT" -> Algorithm.SOURCE_IP_PORT;
            case "SOURCE_IP" -> Algorithm.SOURCE_IP;
            default ->
                throw Balancing.unsupported(
                        ALGORITHM + " " + Body.shortened(text) + "; it is SOURCE_IP_PORT or SOURCE_IP");
        });
    }

    private static Optional<Boolean> isSticky(Body body) {
        return body.value(PERSISTENCE)
                .filter(value -> !value.isEmpty())
                .map(value -> Body.members(
                        PERSISTENCE,
                        value,
                        Set.of("type", "cookie_name", "persistence_timeout", "persistence_granularity")))
                .map(members -> {
                    String type = members.text("type", TEXT_AT_MOST).orElse("");
                    boolean isPlain = members.value("cookie_name").isEmpty()
                            && members.value("persistence_timeout").isEmpty()
                            && members.value("persistence_granularity").isEmpty();
                    if (!type.equals("SOURCE_IP") || !isPlain) {
                        throw Balancing.unsupported(
                                PERSISTENCE + " other than of type SOURCE_IP without cookie, timeout and granularity");
                    }
                    return true;
                });
    }
}
