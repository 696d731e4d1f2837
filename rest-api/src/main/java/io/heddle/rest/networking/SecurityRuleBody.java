package io.heddle.rest.networking;

import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.routing.tenant.request.SecurityRuleDraft;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpVersion;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a request says about a rule of a security group. */
final class SecurityRuleBody {

    private static final int NAME_AT_MOST = 255;
    private static final int HIGHEST_PORT = 65535;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /** The name, and the number, of whatever there is over IP. */
    private static final String ANY = "any";

    private static final int ANY_NUMBER = 0;

    private SecurityRuleBody() {}

    static SecurityRuleDraft draft(Body body, UUID id) {
        return new SecurityRuleDraft(
                new SecurityRuleId(id),
                new SecurityGroupId(body.requiredId("security_group_id")),
                Common.project(body),
                direction(body),
                body.value("ethertype").map(SecurityRuleBody::version).orElse(IpVersion.V4),
                body.value("protocol").flatMap(SecurityRuleBody::protocol),
                new SecurityRuleDraft.PortRange(port(body, "port_range_min"), port(body, "port_range_max")),
                body.value("remote_ip_prefix").flatMap(SecurityRuleBody::block),
                body.value("remote_group_id").map(value -> new SecurityGroupId(Body.id("remote_group_id", value))),
                body.value("remote_address_group_id")
                        .map(value -> new AddressGroupId(Body.id("remote_address_group_id", value))),
                body.text("description", NAME_AT_MOST).orElse(""));
    }

    static String text(Direction direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }

    static String text(IpVersion version) {
        return "IPv" + version.number();
    }

    private static Direction direction(Body body) {
        String asked = body.text("direction", NAME_AT_MOST).orElse("None");
        return Stream.of(Direction.values())
                .filter(direction -> text(direction).equals(asked))
                .findFirst()
                .orElseThrow(() -> ApiError.invalid(
                        "direction", "'" + Body.shortened(asked) + "' is not in ['ingress', 'egress']"));
    }

    private static IpVersion version(JsonNode value) {
        return Stream.of(IpVersion.values())
                .filter(version -> value.isString() && text(version).equalsIgnoreCase(value.asString()))
                .findFirst()
                .orElseThrow(() -> new ApiError(
                        400,
                        "SecurityGroupRuleInvalidEtherType",
                        "Security group rule for ethertype " + Body.quoted(value)
                                + " not supported. Allowed values are ['IPv4', 'IPv6']."));
    }

    private static Optional<Integer> protocol(JsonNode value) {
        String text = value.isString() || value.isIntegralNumber() ? value.asString() : "";
        if (text.equalsIgnoreCase(ANY)) {
            return Optional.empty();
        }
        int number = IpProtocol.numberOf(text).orElseThrow(() -> noProtocol(value));
        return Optional.of(number).filter(asked -> asked != ANY_NUMBER);
    }

    private static ApiError noProtocol(JsonNode value) {
        String names = Stream.of(IpProtocol.values()).map(IpProtocol::apiName).collect(Collectors.joining(", "));
        return new ApiError(
                400,
                "SecurityGroupRuleInvalidProtocol",
                "Security group rule protocol " + Body.quoted(value) + " not supported. Only protocol values [any, "
                        + names + "] and integer representations [0 to 255] are supported.");
    }

    private static Optional<Integer> port(Body body, String name) {
        return body.value(name).map(value -> {
            String text = value.isString() || value.isIntegralNumber() ? value.asString() : "";
            int number = PORT.matcher(text).matches() ? Integer.parseInt(text) : HIGHEST_PORT + 1;
            if (number > HIGHEST_PORT) {
                throw new ApiError(
                        400, "SecurityGroupInvalidPortValue", "Invalid value for port " + Body.quoted(value));
            }
            return number;
        });
    }

    /** A block or a lone address; bits behind the length are cut, and no text at all is no block. */
    private static Optional<Cidr> block(JsonNode value) {
        if (value.isString() && value.asString().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Body.block(value.isString() ? value.asString() : ""));
        } catch (IllegalArgumentException e) {
            throw new ApiError(400, "InvalidCIDR", "Invalid CIDR " + Body.quoted(value) + " given as IP prefix.");
        }
    }
}
