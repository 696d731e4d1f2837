package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.ADMIN_POST;
import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.HIDDEN;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;
import static io.heddle.rest.networking.Attribute.Mark.REQUIRED;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.FloatingIpDraft;
import io.heddle.routing.tenant.request.FloatingIpPatch;
import io.heddle.routing.tenant.request.FloatingTarget;
import io.heddle.routing.tenant.request.QosChoice;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.topology.address.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Floating addresses. */
final class FloatingIpKind implements ResourceKind<FloatingIp> {

    private static final int DESCRIPTION_AT_MOST = 255;

    @Override
    public String singular() {
        return "floatingip";
    }

    @Override
    public String plural() {
        return "floatingips";
    }

    @Override
    public List<Attribute<FloatingIp>> attributes() {
        List<Attribute<FloatingIp>> all = new ArrayList<>(Common.attributes());
        all.add(Attribute.of("floating_network_id", (ip, shown) -> ip.network().toString(), POST, REQUIRED));
        all.add(Attribute.of("floating_ip_address", (ip, shown) -> ip.address().toString(), POST, ADMIN_POST));
        all.add(Attribute.of("subnet_id", (ip, shown) -> null, POST, HIDDEN));
        all.add(Attribute.of("port_id", (ip, shown) -> ofTarget(ip, FloatingIp.Target::port), POST, PUT));
        all.add(Attribute.of("fixed_ip_address", (ip, shown) -> ofTarget(ip, FloatingIp.Target::address), POST, PUT));
        all.add(Attribute.of(
                "router_id", (ip, shown) -> ip.router().map(Object::toString).orElse(null)));
        all.add(Attribute.of("port_forwardings", (ip, shown) -> PortForwardingBody.all(ip), COMPOUND));
        all.add(Attribute.of(QosPolicyKind.REFERENCE, FloatingIpKind::policy, POST, PUT));
        all.add(Attribute.of("status", (ip, shown) -> ip.router().isPresent() ? "ACTIVE" : "DOWN"));
        return all;
    }

    @Override
    public List<FloatingIp> all(TenantState state, Optional<UUID> network) {
        return List.copyOf(state.floatingIps().values());
    }

    @Override
    public Optional<FloatingIp> find(TenantState state, UUID id) {
        return state.floatingIps().find(new FloatingIpId(id));
    }

    @Override
    public TenantCommand create(List<Body> bodies, Supplier<UUID> ids) {
        return new TenantCommand.CreateFloatingIps(
                bodies.stream().map(body -> draft(body, ids)).toList());
    }

    @Override
    public TenantCommand update(UUID id, Body body, Optional<Long> expected) {
        boolean isAboutTarget =
                body.has("port_id") || body.value("fixed_ip_address").isPresent();
        FloatingIpPatch patch = new FloatingIpPatch(
                isAboutTarget ? Optional.of(target(body)) : Optional.empty(),
                body.text("description", DESCRIPTION_AT_MOST),
                QosPolicyKind.choice(body));
        return new TenantCommand.UpdateFloatingIp(new FloatingIpId(id), patch, expected);
    }

    @Override
    public TenantCommand delete(UUID id, Optional<Long> expected) {
        return new TenantCommand.DeleteFloatingIp(new FloatingIpId(id), expected);
    }

    @Override
    public Optional<FloatingIp> made(TenantChange change) {
        return change instanceof TenantChange.Put(FloatingIp ip) ? Optional.of(ip) : Optional.empty();
    }

    @Override
    public ApiError missing(Object id) {
        return new ApiError(404, "FloatingIPNotFound", "Floating IP " + id + " could not be found.");
    }

    private static FloatingIpDraft draft(Body body, Supplier<UUID> ids) {
        return new FloatingIpDraft(
                new FloatingIpId(ids.get()),
                new PortId(ids.get()),
                Common.project(body),
                new NetworkId(body.requiredId("floating_network_id")),
                body.value("subnet_id").map(value -> new SubnetId(Body.id("subnet_id", value))),
                address(body, "floating_ip_address"),
                target(body),
                body.text("description", DESCRIPTION_AT_MOST).orElse(""),
                QosPolicyKind.choice(body).orElse(new QosChoice.None()));
    }

    private static FloatingTarget target(Body body) {
        Optional<IpAddress> address = address(body, "fixed_ip_address");
        Optional<FloatingTarget> target = body.value("port_id")
                .map(value -> new FloatingTarget.At(new PortId(Body.id("port_id", value)), address));
        if (target.isEmpty() && address.isPresent()) {
            throw new ApiError(
                    400,
                    "BadRequest",
                    "Bad floatingip request: fixed_ip_address cannot be specified without a port_id.");
        }
        return target.orElse(new FloatingTarget.None());
    }

    private static Optional<IpAddress> address(Body body, String name) {
        return body.value(name).map(value -> Body.ip(name, value));
    }

    private static @Nullable Object policy(FloatingIp ip, Shown shown) {
        return QosPolicyKind.shown(ip.limit().map(FloatingIp.Limit::policy));
    }

    private static @Nullable Object ofTarget(FloatingIp ip, Function<FloatingIp.Target, Object> reading) {
        return ip.target().map(reading).map(Object::toString).orElse(null);
    }
}
