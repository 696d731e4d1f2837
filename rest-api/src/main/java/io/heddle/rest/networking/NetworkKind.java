package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.ADMIN_POST;
import static io.heddle.rest.networking.Attribute.Mark.ADMIN_PUT;
import static io.heddle.rest.networking.Attribute.Mark.ADMIN_SEES;
import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.NetworkDraft;
import io.heddle.routing.tenant.request.NetworkPatch;
import io.heddle.routing.tenant.request.QosChoice;
import io.heddle.routing.tenant.request.TenantCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Networks. */
final class NetworkKind implements ResourceKind<TenantNetwork> {

    private static final int NAME_AT_MOST = 255;

    @Override
    public String singular() {
        return "network";
    }

    @Override
    public String plural() {
        return "networks";
    }

    @Override
    public List<Attribute<TenantNetwork>> attributes() {
        List<Attribute<TenantNetwork>> all = new ArrayList<>(Common.attributes());
        all.add(Attribute.of("name", (network, shown) -> network.name(), POST, PUT));
        all.add(Attribute.of("admin_state_up", (network, shown) -> network.adminUp(), POST, PUT));
        all.add(Attribute.of("status", (network, shown) -> "ACTIVE"));
        all.add(Attribute.of("shared", (network, shown) -> network.shared(), POST, PUT, ADMIN_POST, ADMIN_PUT));
        all.add(Attribute.of("subnets", NetworkKind::subnets, COMPOUND));
        all.add(Attribute.of("mtu", (network, shown) -> network.mtu(), POST, PUT));
        all.add(Attribute.of("port_security_enabled", (network, shown) -> network.portSecurity(), POST, PUT));
        all.add(Attribute.of(
                QosPolicyKind.REFERENCE, (network, shown) -> QosPolicyKind.shown(network.qos()), POST, PUT));
        all.add(Attribute.of(
                "router:external", (network, shown) -> network.external(), POST, PUT, ADMIN_POST, ADMIN_PUT));
        all.add(Attribute.of(
                "provider:network_type",
                (network, shown) -> network.segment().type().apiName(),
                POST,
                PUT,
                ADMIN_SEES,
                ADMIN_POST,
                ADMIN_PUT));
        all.add(Attribute.of(
                "provider:physical_network",
                (network, shown) -> orNull(network.segment().physicalNetwork()),
                POST,
                PUT,
                ADMIN_SEES,
                ADMIN_POST,
                ADMIN_PUT));
        all.add(Attribute.of(
                "provider:segmentation_id", NetworkKind::segmentation, POST, PUT, ADMIN_SEES, ADMIN_POST, ADMIN_PUT));
        return all;
    }

    @Override
    public List<TenantNetwork> all(TenantState state, Optional<UUID> network) {
        return List.copyOf(state.networks().values());
    }

    @Override
    public Optional<TenantNetwork> find(TenantState state, UUID id) {
        return state.networks().find(new NetworkId(id));
    }

    @Override
    public TenantCommand create(List<Body> bodies, Supplier<UUID> ids) {
        return new TenantCommand.CreateNetworks(
                bodies.stream().map(body -> draft(body, ids.get())).toList());
    }

    @Override
    public TenantCommand update(UUID id, Body body, Optional<Long> expected) {
        if (body.names().stream().anyMatch(name -> name.startsWith("provider:"))) {
            throw new ApiError(
                    400,
                    "InvalidInput",
                    "Invalid input for operation: Plugin does not support updating provider attributes.");
        }
        NetworkPatch patch = new NetworkPatch(
                body.text("name", NAME_AT_MOST),
                body.bool("admin_state_up"),
                body.bool("shared"),
                body.bool("router:external"),
                body.number("mtu", 0, 65535).map(Long::intValue),
                body.bool("port_security_enabled"),
                body.text("description", NAME_AT_MOST),
                QosPolicyKind.choice(body));
        return new TenantCommand.UpdateNetwork(new NetworkId(id), patch, expected);
    }

    @Override
    public TenantCommand delete(UUID id, Optional<Long> expected) {
        return new TenantCommand.DeleteNetwork(new NetworkId(id), expected);
    }

    @Override
    public Optional<TenantNetwork> made(TenantChange change) {
        return change instanceof TenantChange.Put(TenantNetwork network) ? Optional.of(network) : Optional.empty();
    }

    private static NetworkDraft draft(Body body, UUID id) {
        return new NetworkDraft(
                new NetworkId(id),
                Common.project(body),
                body.text("name", NAME_AT_MOST).orElse(""),
                body.bool("admin_state_up").orElse(true),
                body.bool("shared").orElse(false),
                body.bool("router:external").orElse(false),
                body.text("provider:network_type", NAME_AT_MOST).map(NetworkKind::type),
                body.text("provider:physical_network", NAME_AT_MOST),
                body.number("provider:segmentation_id", 0, 1L << 32),
                body.number("mtu", 0, 65535).map(Long::intValue),
                body.bool("port_security_enabled").orElse(true),
                body.text("description", NAME_AT_MOST).orElse(""),
                QosPolicyKind.choice(body).orElse(new QosChoice.None()));
    }

    private static NetworkType type(String name) {
        return NetworkType.named(name)
                .orElseThrow(() -> new ApiError(
                        400,
                        "InvalidInput",
                        "Invalid input for operation: network_type value '" + Body.shortened(name)
                                + "' not supported."));
    }

    private static Object subnets(TenantNetwork network, Shown shown) {
        return shown.state().subnetsOf(network.id()).stream()
                .map(subnet -> subnet.id().toString())
                .toList();
    }

    private static @Nullable Object segmentation(TenantNetwork network, Shown shown) {
        return network.segment().type().isNumbered() ? network.segment().id() : null;
    }

    private static @Nullable Object orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
