package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.ADMIN_POST;
import static io.heddle.rest.networking.Attribute.Mark.ADMIN_PUT;
import static io.heddle.rest.networking.Attribute.Mark.ADMIN_SEES;
import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;
import static io.heddle.rest.networking.Attribute.Mark.REQUIRED;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.TenantCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Ports. */
final class PortKind implements ResourceKind<TenantPort> {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    @Override
    public String singular() {
        return "port";
    }

    @Override
    public String plural() {
        return "ports";
    }

    @Override
    public List<Attribute<TenantPort>> attributes() {
        List<Attribute<TenantPort>> all = new ArrayList<>(Common.attributes());
        all.add(Attribute.of("name", (port, shown) -> port.name(), POST, PUT));
        all.add(Attribute.of("network_id", (port, shown) -> port.network().toString(), POST, REQUIRED));
        all.add(Attribute.of("mac_address", (port, shown) -> port.mac().toString(), POST, PUT));
        all.add(Attribute.of("admin_state_up", (port, shown) -> port.adminUp(), POST, PUT));
        all.add(Attribute.of("status", PortKind::status));
        all.add(Attribute.of("heddle:status_reason", PortKind::reason, ADMIN_SEES));
        all.add(Attribute.of("heddle:server", PortKind::server, ADMIN_SEES));
        all.add(Attribute.of("fixed_ips", (port, shown) -> FixedIpBody.shown(port.fixedIps()), POST, PUT, COMPOUND));
        all.add(Attribute.of("device_id", (port, shown) -> port.deviceId(), POST, PUT));
        all.add(Attribute.of("device_owner", (port, shown) -> port.deviceOwner(), POST, PUT));
        all.add(Attribute.of("port_security_enabled", (port, shown) -> port.portSecurity(), POST, PUT));
        all.add(Attribute.of("allowed_address_pairs", (port, shown) -> pairs(port), POST, PUT, COMPOUND));
        all.add(Attribute.of("security_groups", (port, shown) -> groups(port), POST, PUT, COMPOUND));
        all.add(Attribute.of("extra_dhcp_opts", (port, shown) -> options(port), POST, PUT, COMPOUND));
        all.add(Attribute.of(QosPolicyKind.REFERENCE, (port, shown) -> QosPolicyKind.shown(port.qos()), POST, PUT));
        all.add(Attribute.of("qos_network_policy_id", PortKind::networkPolicy));
        all.add(Attribute.of("trunk_details", PortKind::trunk, COMPOUND));
        all.addAll(bindings());
        return all;
    }

    private static List<Attribute<TenantPort>> bindings() {
        List<Attribute<TenantPort>> all = new ArrayList<>();
        all.add(Attribute.of(
                "binding:vnic_type", (port, shown) -> port.binding().vnicType(), POST, PUT));
        all.add(Attribute.of(
                "binding:host_id",
                (port, shown) -> port.binding().host(),
                POST,
                PUT,
                ADMIN_SEES,
                ADMIN_POST,
                ADMIN_PUT));
        all.add(Attribute.of(
                "binding:profile",
                (port, shown) -> MAPPER.readTree(port.binding().profile()),
                POST,
                PUT,
                COMPOUND,
                ADMIN_SEES,
                ADMIN_POST,
                ADMIN_PUT));
        all.add(Attribute.of("binding:vif_type", (port, shown) -> vifType(port), ADMIN_SEES));
        all.add(Attribute.of("binding:vif_details", (port, shown) -> vifDetails(port), COMPOUND, ADMIN_SEES));
        return all;
    }

    @Override
    public List<TenantPort> all(TenantState state, Optional<UUID> network) {
        return network.map(id -> state.portsOf(new NetworkId(id)))
                .orElseGet(() -> List.copyOf(state.ports().values()));
    }

    @Override
    public Optional<TenantPort> find(TenantState state, UUID id) {
        return state.ports().find(new PortId(id));
    }

    @Override
    public TenantCommand create(List<Body> bodies, Supplier<UUID> ids) {
        return new TenantCommand.CreatePorts(
                bodies.stream().map(body -> PortBody.draft(body, ids.get())).toList());
    }

    @Override
    public TenantCommand update(UUID id, Body body, Optional<Long> expected) {
        return new TenantCommand.UpdatePort(new PortId(id), PortBody.patch(body), expected);
    }

    @Override
    public TenantCommand delete(UUID id, Optional<Long> expected) {
        return new TenantCommand.DeletePort(new PortId(id), expected);
    }

    @Override
    public Optional<TenantPort> made(TenantChange change) {
        return change instanceof TenantChange.Put(TenantPort port) ? Optional.of(port) : Optional.empty();
    }

    private static Object status(TenantPort port, Shown shown) {
        return shown.statuses().of(port.id()).phase().name();
    }

    private static Object reason(TenantPort port, Shown shown) {
        return shown.statuses().of(port.id()).reason();
    }

    private static Object server(TenantPort port, Shown shown) {
        return shown.statuses().of(port.id()).server();
    }

    private static @Nullable Object trunk(TenantPort port, Shown shown) {
        return shown.state()
                .trunkOn(port.id())
                .map(trunk -> Map.of(
                        "trunk_id",
                        trunk.id().toString(),
                        SubportBody.SUBPORTS,
                        SubportBody.detailed(trunk, shown.state())))
                .orElse(null);
    }

    private static @Nullable Object networkPolicy(TenantPort port, Shown shown) {
        return QosPolicyKind.shown(shown.state().networkOf(port.network()).qos());
    }

    private static Object pairs(TenantPort port) {
        return port.allowedPairs().stream()
                .map(pair -> sorted(
                        "mac_address", pair.mac().toString(),
                        "ip_address", PortBody.text(pair.addresses())))
                .toList();
    }

    private static Object groups(TenantPort port) {
        return port.securityGroups().stream().map(SecurityGroupId::toString).toList();
    }

    private static Object options(TenantPort port) {
        return port.dhcpOptions().stream()
                .map(option -> {
                    Map<String, Object> map = sorted("opt_name", option.name(), "opt_value", option.value());
                    map.put("ip_version", option.version().number());
                    return map;
                })
                .toList();
    }

    private static Object vifType(TenantPort port) {
        return port.binding().host().isEmpty() ? "unbound" : "ovs";
    }

    private static Object vifDetails(TenantPort port) {
        return port.binding().host().isEmpty() ? Map.of() : Map.of("port_filter", true);
    }

    private static Map<String, Object> sorted(String one, Object first, String other, Object second) {
        Map<String, Object> map = new TreeMap<>();
        map.put(one, first);
        map.put(other, second);
        return map;
    }
}
