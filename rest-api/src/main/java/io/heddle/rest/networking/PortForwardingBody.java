package io.heddle.rest.networking;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortSpan;
import io.heddle.routing.tenant.request.FloatingTarget;
import io.heddle.routing.tenant.request.PortForwardingDraft;
import io.heddle.routing.tenant.request.PortForwardingPatch;
import io.heddle.topology.address.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What requests and replies say about forwarded ports of floating addresses. */
final class PortForwardingBody {

    static final String SINGULAR = "port_forwarding";
    static final String PLURAL = "port_forwardings";

    private static final String EXTERNAL_PORT = "external_port";
    private static final String INTERNAL_PORT = "internal_port";
    private static final String RANGE = "_range";
    private static final String PORT = "internal_port_id";
    private static final String ADDRESS = "internal_ip_address";
    private static final Set<String> MEMBERS = Set.of(
            "protocol",
            EXTERNAL_PORT,
            EXTERNAL_PORT + RANGE,
            INTERNAL_PORT,
            INTERNAL_PORT + RANGE,
            PORT,
            ADDRESS,
            "description",
            "project_id",
            "tenant_id");
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,5}):([0-9]{1,5})");
    private static final int DESCRIPTION_AT_MOST = 255;

    private PortForwardingBody() {}

    static PortForwardingDraft draft(UUID id, JsonNode request) {
        Body body = body(request);
        return new PortForwardingDraft(
                id,
                protocol(body).orElseThrow(() -> missing("protocol")),
                ports(body, EXTERNAL_PORT).orElseThrow(() -> missing(EXTERNAL_PORT)),
                new FloatingTarget.At(port(body).orElseThrow(() -> missing(PORT)), address(body)),
                ports(body, INTERNAL_PORT).orElseThrow(() -> missing(INTERNAL_PORT)),
                description(body).orElse(""));
    }

    static PortForwardingPatch patch(JsonNode request) {
        Body body = body(request);
        return new PortForwardingPatch(
                protocol(body),
                ports(body, EXTERNAL_PORT),
                port(body),
                address(body),
                ports(body, INTERNAL_PORT),
                description(body));
    }

    static Map<String, Object> shown(PortForwarding forwarding) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", forwarding.id().toString());
        shown.put("protocol", forwarding.protocol().apiName());
        show(shown, EXTERNAL_PORT, forwarding.external());
        show(shown, INTERNAL_PORT, forwarding.internal());
        shown.put(PORT, forwarding.inside().port().toString());
        shown.put(ADDRESS, forwarding.inside().address().toString());
        shown.put("description", forwarding.description());
        return shown;
    }

    /** Of several ports there is no single number to tell. */
    private static void show(Map<String, Object> shown, String name, PortSpan ports) {
        shown.put(name, ports.isSingle() ? ports.first() : null);
        shown.put(name + RANGE, ports.toString());
    }

    static List<Map<String, Object>> all(FloatingIp ip) {
        return ip.forwardings().stream().map(PortForwardingBody::shown).toList();
    }

    private static Body body(JsonNode request) {
        Body body = RequestReader.one(request, SINGULAR);
        Set<String> unknown = body.names();
        unknown.removeAll(MEMBERS);
        if (!unknown.isEmpty()) {
            throw ApiError.badRequest("Unrecognized attribute(s) '" + Body.shortened(String.join(", ", unknown)) + "'");
        }
        return body;
    }

    private static Optional<IpProtocol> protocol(Body body) {
        return body.text("protocol", DESCRIPTION_AT_MOST).map(text -> switch (text) {
            case "tcp" -> IpProtocol.TCP;
            case "udp" -> IpProtocol.UDP;
            default -> throw ApiError.invalid("protocol", "'" + Body.shortened(text) + "' is not in ['tcp', 'udp']");
        });
    }

    /** One port, or a range of them: as the API has it, not in the same request. */
    private static Optional<PortSpan> ports(Body body, String name) {
        Optional<PortSpan> one = body.number(name, 1, 65535).map(Long::intValue).map(PortSpan::of);
        Optional<PortSpan> range = body.text(name + RANGE, DESCRIPTION_AT_MOST).map(text -> range(name + RANGE, text));
        boolean isMixed = Stream.of(EXTERNAL_PORT, INTERNAL_PORT).anyMatch(each -> isGiven(body, each))
                && Stream.of(EXTERNAL_PORT, INTERNAL_PORT).anyMatch(each -> isGiven(body, each + RANGE));
        if (isMixed) {
            throw ApiError.badRequest("Ports (" + EXTERNAL_PORT + ", " + INTERNAL_PORT + ") and ranges of ports ("
                    + EXTERNAL_PORT + RANGE + ", " + INTERNAL_PORT + RANGE + ") cannot be in one request");
        }
        return one.or(() -> range);
    }

    private static boolean isGiven(Body body, String name) {
        return body.value(name).isPresent();
    }

    private static PortSpan range(String name, String text) {
        Matcher matcher = SPAN.matcher(text);
        try {
            if (matcher.matches()) {
                return new PortSpan(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            }
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(name, "'" + text + "': " + e.getMessage());
        }
        throw ApiError.invalid(name, "'" + Body.shortened(text) + "' is not two ports with a colon between them");
    }

    private static Optional<PortId> port(Body body) {
        return body.value(PORT).map(value -> new PortId(Body.id(PORT, value)));
    }

    private static Optional<IpAddress> address(Body body) {
        return body.value(ADDRESS).map(value -> Body.ip(ADDRESS, value));
    }

    private static Optional<String> description(Body body) {
        return body.text("description", DESCRIPTION_AT_MOST);
    }

    private static ApiError missing(String name) {
        return ApiError.badRequest("Failed to parse request. Required attribute '" + name + "' not specified");
    }
}
