package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;
import static io.heddle.rest.networking.Attribute.Mark.REQUIRED;

import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.request.TenantCommand;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Members of pools. */
final class MemberKind implements PartKind<PoolMember> {

    private static final String ADDRESS = "address";
    private static final String PORT = "protocol_port";
    private static final String WEIGHT = "weight";
    private static final String SUBNET = "subnet_id";

    /** What can be had only as it is. */
    private static final Map<String, Set<String>> USUAL = Map.of(
            "backup",
            Set.of("false"),
            "monitor_address",
            Set.of(),
            "monitor_port",
            Set.of(),
            "vnic_type",
            Set.of("normal"));

    private final BalancingStatus status;

    MemberKind(BalancingStatus status) {
        this.status = status;
    }

    @Override
    public String singular() {
        return "member";
    }

    @Override
    public String plural() {
        return "members";
    }

    @Override
    public String path() {
        return "lbaas/pools/{pool}/members";
    }

    @Override
    public String title() {
        return "Member";
    }

    @Override
    public boolean isWithin(Part<PoolMember> part, Context ctx) {
        Optional<UUID> pool = Body.uuid(ctx.pathParam("pool"));
        return part.pool().map(each -> each.id()).equals(pool);
    }

    @Override
    public List<Attribute<Part<PoolMember>>> attributes() {
        List<Attribute<Part<PoolMember>>> all = Balancing.attributes(PoolMember::name, PoolMember::adminUp);
        all.add(Attribute.of(
                "operating_status",
                (part, shown) ->
                        status.of(shown.state(), part.balancer(), part.pool().orElseThrow(), part.value())));
        all.add(Attribute.of(ADDRESS, (part, shown) -> part.value().address().toString(), POST, REQUIRED));
        all.add(Attribute.of(PORT, (part, shown) -> part.value().port(), POST, REQUIRED));
        all.add(Attribute.of(WEIGHT, (part, shown) -> part.value().weight(), POST, PUT));
        all.add(Attribute.of(
                SUBNET,
                (part, shown) -> part.value().subnet().map(SubnetId::toString).orElse(null),
                POST));
        all.add(Balancing.fixed("backup", false));
        all.add(Balancing.fixed("monitor_address", null));
        all.add(Balancing.fixed("monitor_port", null));
        return all;
    }

    @Override
    public Stream<Part<PoolMember>> of(LoadBalancer balancer) {
        return balancer.pools().stream()
                .flatMap(pool -> pool.members().stream()
                        .map(each -> new Part<>(balancer, Optional.of(pool), each, each.id(), each.standard())));
    }

    @Override
    public TenantCommand create(Asked asked) {
        Body body = asked.body();
        Balancing.refuseOthers(body, USUAL);
        String text = asked.ctx().pathParam("pool");
        UUID pool = Body.uuid(text)
                .orElseThrow(() -> new ApiError(404, "NotFound", "Pool " + Body.shortened(text) + " not found."));
        PoolMember member = new PoolMember(
                asked.id(),
                Balancing.name(body).orElse(""),
                Balancing.adminUp(body, true),
                body.value(ADDRESS).map(value -> Body.ip(ADDRESS, value)).orElseThrow(() -> Balancing.missing(ADDRESS)),
                Balancing.port(body, PORT),
                Balancing.number(body, WEIGHT, 0, PoolMember.HEAVIEST).orElse(1),
                Balancing.id(body, SUBNET).map(SubnetId::new),
                0,
                Balancing.standard(body, asked.now()));
        return new TenantCommand.PutMember(pool, member);
    }

    @Override
    public TenantCommand update(Part<PoolMember> before, Body body, Instant now) {
        Balancing.refuseOthers(body, USUAL);
        PoolMember old = before.value();
        PoolMember member = new PoolMember(
                old.id(),
                Balancing.name(body).orElse(old.name()),
                Balancing.adminUp(body, old.adminUp()),
                old.address(),
                old.port(),
                Balancing.number(body, WEIGHT, 0, PoolMember.HEAVIEST).orElse(old.weight()),
                old.subnet(),
                old.number(),
                Balancing.standard(body, now, old.standard()));
        return new TenantCommand.PutMember(before.pool().orElseThrow().id(), member);
    }

    @Override
    public TenantCommand delete(Part<PoolMember> gone) {
        return new TenantCommand.RemoveMember(gone.pool().orElseThrow().id(), gone.id());
    }
}
