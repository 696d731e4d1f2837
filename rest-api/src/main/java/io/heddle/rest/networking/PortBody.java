package io.heddle.rest.networking;

import io.heddle.routing.tenant.Binding;
import io.heddle.routing.tenant.DhcpOption;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.request.PairRequest;
import io.heddle.routing.tenant.request.PortDraft;
import io.heddle.routing.tenant.request.PortPatch;
import io.heddle.routing.tenant.request.QosChoice;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** What a request says about a port. */
final class PortBody {

    private static final int NAME_AT_MOST = 255;
    private static final int PROFILE_AT_MOST = 4095;
    private static final Set<String> VNIC_TYPES = Set.of("normal", "direct", "macvtap");

    private PortBody() {}

    static PortDraft draft(Body body, UUID id) {
        return new PortDraft(
                new PortId(id),
                new NetworkId(body.requiredId("network_id")),
                Common.project(body),
                body.text("name", NAME_AT_MOST).orElse(""),
                mac(body),
                body.bool("admin_state_up").orElse(true),
                FixedIpBody.requests(body, "fixed_ips"),
                body.text("device_id", NAME_AT_MOST).orElse(""),
                body.text("device_owner", NAME_AT_MOST).orElse(""),
                body.bool("port_security_enabled"),
                pairs(body).orElse(List.of()),
                groups(body),
                options(body).orElse(List.of()).stream()
                        .filter(PortPatch.OptionChange::stays)
                        .map(PortPatch.OptionChange::option)
                        .toList(),
                new Binding(
                        body.text("binding:host_id", NAME_AT_MOST).orElse(""),
                        vnicType(body).orElse(Binding.NONE.vnicType()),
                        profile(body).orElse(Binding.NONE.profile())),
                body.text("description", NAME_AT_MOST).orElse(""),
                QosPolicyKind.choice(body).orElse(new QosChoice.None()));
    }

    static PortPatch patch(Body body) {
        return new PortPatch(
                body.text("name", NAME_AT_MOST),
                mac(body),
                body.bool("admin_state_up"),
                FixedIpBody.requests(body, "fixed_ips"),
                body.text("device_id", NAME_AT_MOST),
                body.text("device_owner", NAME_AT_MOST),
                body.bool("port_security_enabled"),
                body.isNull("allowed_address_pairs") ? Optional.of(List.of()) : pairs(body),
                groups(body),
                options(body),
                body.isNull("binding:host_id") ? Optional.of("") : body.text("binding:host_id", NAME_AT_MOST),
                vnicType(body),
                body.isNull("binding:profile") ? Optional.of(Binding.NONE.profile()) : profile(body),
                body.text("description", NAME_AT_MOST),
                QosPolicyKind.choice(body));
    }

    /** A block of one address is written as the address. */
    static String text(Cidr addresses) {
        return addresses.length() == addresses.version().bits()
                ? addresses.address().toString()
                : addresses.toString();
    }

    private static Optional<MacAddress> mac(Body body) {
        return body.value("mac_address").map(value -> Body.mac("mac_address", value));
    }

    private static Optional<List<PairRequest>> pairs(Body body) {
        return body.list("allowed_address_pairs")
                .map(items -> items.stream().map(PortBody::pair).toList());
    }

    private static PairRequest pair(JsonNode item) {
        Body pair = Body.members("allowed_address_pairs", item, Set.of("ip_address", "mac_address"));
        Cidr addresses = pair.value("ip_address")
                .map(value -> Body.read("allowed_address_pairs", value, "IP subnet", Cidr::parse))
                .orElseThrow(
                        () -> ApiError.invalid("allowed_address_pairs", "AllowedAddressPair must contain ip_address"));
        return new PairRequest(
                addresses, pair.value("mac_address").map(value -> Body.mac("allowed_address_pairs", value)));
    }

    private static Optional<SortedSet<SecurityGroupId>> groups(Body body) {
        return body.list("security_groups").map(items -> {
            SortedSet<SecurityGroupId> groups = new TreeSet<>();
            items.forEach(item -> groups.add(new SecurityGroupId(Body.id("security_groups", item))));
            return groups;
        });
    }

    private static Optional<List<PortPatch.OptionChange>> options(Body body) {
        return body.list("extra_dhcp_opts")
                .map(items -> items.stream().map(PortBody::option).toList());
    }

    private static PortPatch.OptionChange option(JsonNode item) {
        Body option = Body.members("extra_dhcp_opts", item, Set.of("opt_name", "opt_value", "ip_version"));
        String name = option.text("opt_name", NAME_AT_MOST)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> ApiError.invalid("extra_dhcp_opts", "opt_name is required"));
        Optional<String> value = option.text("opt_value", NAME_AT_MOST);
        long version = option.number("ip_version", 4, 6).orElse(4L);
        if (version == 5) {
            throw ApiError.invalid("extra_dhcp_opts", "'5' is not in [4, 6]");
        }
        return new PortPatch.OptionChange(
                new DhcpOption(name, value.orElse(""), version == 4 ? IpVersion.V4 : IpVersion.V6), value.isPresent());
    }

    private static Optional<String> vnicType(Body body) {
        return body.text("binding:vnic_type", NAME_AT_MOST).map(type -> {
            if (!VNIC_TYPES.contains(type)) {
                throw ApiError.invalid(
                        "binding:vnic_type",
                        "'" + Body.shortened(type) + "' is not in ['direct', 'macvtap', 'normal']");
            }
            return type;
        });
    }

    private static Optional<String> profile(Body body) {
        return body.value("binding:profile").map(value -> {
            if (!value.isObject()) {
                throw ApiError.invalid("binding:profile", Body.quoted(value) + " is not a dictionary");
            }
            String text = value.toString();
            if (text.length() > PROFILE_AT_MOST
                    || text.codePoints().anyMatch(point -> point >= 0xd800 && point < 0xe000)) {
                throw ApiError.invalid("binding:profile", "binding:profile is too large or not a valid text");
            }
            return text;
        });
    }
}
