package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.HIDDEN;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;
import static io.heddle.rest.networking.Attribute.Mark.REQUIRED;

import io.heddle.routing.tenant.AddressRange;
import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.request.GatewayChoice;
import io.heddle.routing.tenant.request.SubnetDraft;
import io.heddle.routing.tenant.request.SubnetPatch;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Subnets. */
final class SubnetKind implements ResourceKind<TenantSubnet> {

    private static final int NAME_AT_MOST = 255;

    @Override
    public String singular() {
        return "subnet";
    }

    @Override
    public String plural() {
        return "subnets";
    }

    @Override
    public List<Attribute<TenantSubnet>> attributes() {
        List<Attribute<TenantSubnet>> all = new ArrayList<>(Common.attributes());
        all.add(Attribute.of("name", (subnet, shown) -> subnet.name(), POST, PUT));
        all.add(Attribute.of("network_id", (subnet, shown) -> subnet.network().toString(), POST, REQUIRED));
        all.add(Attribute.of(
                "ip_version", (subnet, shown) -> subnet.cidr().version().number(), POST, REQUIRED));
        all.add(Attribute.of("cidr", (subnet, shown) -> subnet.cidr().toString(), POST, REQUIRED));
        all.add(Attribute.of("gateway_ip", (subnet, shown) -> text(subnet.gateway()), POST, PUT));
        all.add(Attribute.of("allocation_pools", (subnet, shown) -> pools(subnet), POST, PUT, COMPOUND));
        all.add(Attribute.of("enable_dhcp", (subnet, shown) -> subnet.dhcp(), POST, PUT));
        all.add(Attribute.of("dns_nameservers", (subnet, shown) -> nameServers(subnet), POST, PUT, COMPOUND));
        all.add(Attribute.of(
                "host_routes", (subnet, shown) -> RouteBody.shown(subnet.hostRoutes()), POST, PUT, COMPOUND));
        all.add(Attribute.of("ipv6_ra_mode", (subnet, shown) -> mode(subnet.advertised()), POST));
        all.add(Attribute.of("ipv6_address_mode", (subnet, shown) -> mode(subnet.addressing()), POST));
        all.add(Attribute.of(
                "shared",
                (subnet, shown) -> shown.state().networkOf(subnet.network()).shared(),
                HIDDEN));
        return all;
    }

    @Override
    public List<TenantSubnet> all(TenantState state, Optional<UUID> network) {
        return network.map(id -> state.subnetsOf(new NetworkId(id)))
                .orElseGet(() -> List.copyOf(state.subnets().values()));
    }

    @Override
    public Optional<TenantSubnet> find(TenantState state, UUID id) {
        return state.subnets().find(new SubnetId(id));
    }

    @Override
    public TenantCommand create(List<Body> bodies, Supplier<UUID> ids) {
        return new TenantCommand.CreateSubnets(
                bodies.stream().map(body -> draft(body, ids.get())).toList());
    }

    @Override
    public TenantCommand update(UUID id, Body body, Optional<Long> expected) {
        SubnetPatch patch = new SubnetPatch(
                body.text("name", NAME_AT_MOST),
                body.has("gateway_ip") ? Optional.of(gateway(body)) : Optional.empty(),
                pools(body),
                body.bool("enable_dhcp"),
                nameServers(body),
                RouteBody.routes(body, "host_routes"),
                body.text("description", NAME_AT_MOST));
        return new TenantCommand.UpdateSubnet(new SubnetId(id), patch, expected);
    }

    @Override
    public TenantCommand delete(UUID id, Optional<Long> expected) {
        return new TenantCommand.DeleteSubnet(new SubnetId(id), expected);
    }

    @Override
    public Optional<TenantSubnet> made(TenantChange change) {
        return change instanceof TenantChange.Put(TenantSubnet subnet) ? Optional.of(subnet) : Optional.empty();
    }

    private static SubnetDraft draft(Body body, UUID id) {
        Cidr cidr = body.value("cidr")
                .map(value -> Body.read("cidr", value, "IP subnet", Body::block))
                .orElseThrow(() -> ApiError.badRequest("A cidr must be specified in the absence of a subnet pool"));
        long version =
                body.number("ip_version", 0, 99).orElse((long) cidr.version().number());
        if (version != 4 && version != 6) {
            throw ApiError.invalid("ip_version", "'" + version + "' is not in [4, 6]");
        } else if (version != cidr.version().number()) {
            throw new ApiError(
                    400,
                    "InvalidInput",
                    "Invalid input for operation: cidr '" + cidr + "' does not match the ip_version '" + version
                            + "'.");
        }
        return new SubnetDraft(
                new SubnetId(id),
                new NetworkId(body.requiredId("network_id")),
                Common.project(body),
                body.text("name", NAME_AT_MOST).orElse(""),
                cidr,
                gateway(body),
                pools(body),
                body.bool("enable_dhcp").orElse(true),
                nameServers(body).orElse(List.of()),
                RouteBody.routes(body, "host_routes").orElse(List.of()),
                mode(body, "ipv6_ra_mode"),
                mode(body, "ipv6_address_mode"),
                body.text("description", NAME_AT_MOST).orElse(""));
    }

    private static GatewayChoice gateway(Body body) {
        if (!body.has("gateway_ip")) {
            return new GatewayChoice.Usual();
        }
        return body.value("gateway_ip")
                .<GatewayChoice>map(value -> new GatewayChoice.At(Body.ip("gateway_ip", value)))
                .orElse(new GatewayChoice.None());
    }

    private static Optional<List<AddressRange>> pools(Body body) {
        return body.list("allocation_pools")
                .map(items -> items.stream().map(SubnetKind::pool).toList());
    }

    private static AddressRange pool(JsonNode item) {
        Body pool = Body.members("allocation_pools", item, Set.of("start", "end"));
        IpAddress start = pool.value("start")
                .map(value -> Body.ip("allocation_pools", value))
                .orElseThrow(() -> badPool(item));
        IpAddress end = pool.value("end")
                .map(value -> Body.ip("allocation_pools", value))
                .orElseThrow(() -> badPool(item));
        if (start.version() != end.version() || start.compareTo(end) > 0) {
            throw badPool(item);
        }
        return new AddressRange(start, end);
    }

    private static ApiError badPool(JsonNode item) {
        return new ApiError(
                400, "InvalidAllocationPool", "The allocation pool " + Body.quoted(item) + " is not valid.");
    }

    private static Optional<List<IpAddress>> nameServers(Body body) {
        return body.list("dns_nameservers")
                .map(items -> items.stream()
                        .map(item -> Body.ip("dns_nameservers", item))
                        .toList());
    }

    private static Optional<Ipv6Mode> mode(Body body, String name) {
        return body.text(name, NAME_AT_MOST)
                .map(text -> Ipv6Mode.named(text)
                        .orElseThrow(() -> ApiError.invalid(
                                name,
                                "'" + Body.shortened(text)
                                        + "' is not in ['dhcpv6-stateful', 'dhcpv6-stateless', 'slaac']")));
    }

    private static Object pools(TenantSubnet subnet) {
        return subnet.pools().stream()
                .map(pool -> Map.of(
                        "start", pool.start().toString(), "end", pool.end().toString()))
                .toList();
    }

    private static Object nameServers(TenantSubnet subnet) {
        return subnet.nameServers().stream().map(IpAddress::toString).toList();
    }

    private static @Nullable Object text(Optional<IpAddress> address) {
        return address.map(IpAddress::toString).orElse(null);
    }

    private static @Nullable Object mode(Optional<Ipv6Mode> mode) {
        return mode.map(Ipv6Mode::apiName).orElse(null);
    }
}
