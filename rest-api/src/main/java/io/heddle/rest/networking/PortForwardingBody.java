package io.heddle.rest.networking;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.PortId;
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
import tools.jackson.databind.JsonNode;

/** What requests and replies say about forwarded ports of floating addresses. */
final class PortForwardingBody {

    static final String SINGULAR = "port_forwarding";
    static final String PLURAL = "port_forwardings";

    private static final String EXTERNAL_PORT = "external_port";
    private static final String INTERNAL_PORT = "internal_port";
    private static final String PORT = "internal_port_id";
    private static final String ADDRESS = "internal_ip_address";
    private static final Set<String> MEMBERS =
            Set.of("protocol", EXTERNAL_PORT, INTERNAL_PORT, PORT, ADDRESS, "description", "project_id", "tenant_id");
    private static final int DESCRIPTION_AT_MOST = 255;

    private PortForwardingBody() {}

    static PortForwardingDraft draft(UUID id, JsonNode request) {
        Body body = body(request);
        return new PortForwardingDraft(
                id,
                protocol(body).orElseThrow(() -> missing("protocol")),
                number(body, EXTERNAL_PORT).orElseThrow(() -> missing(EXTERNAL_PORT)),
                new FloatingTarget.At(port(body).orElseThrow(() -> missing(PORT)), address(body)),
                number(body, INTERNAL_PORT).orElseThrow(() -> missing(INTERNAL_PORT)),
                description(body).orElse(""));
    }

    static PortForwardingPatch patch(JsonNode request) {
        Body body = body(request);
        return new PortForwardingPatch(
                protocol(body),
                number(body, EXTERNAL_PORT),
                port(body),
                address(body),
                number(body, INTERNAL_PORT),
                description(body));
    }

    static Map<String, Object> shown(PortForwarding forwarding) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", forwarding.id().toString());
        shown.put("protocol", forwarding.protocol().apiName());
        shown.put(EXTERNAL_PORT, forwarding.externalPort());
        shown.put(INTERNAL_PORT, forwarding.internalPort());
        shown.put(PORT, forwarding.inside().port().toString());
        shown.put(ADDRESS, forwarding.inside().address().toString());
        shown.put("description", forwarding.description());
        return shown;
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

    private static Optional<Integer> number(Body body, String name) {
        return body.number(name, 1, 65535).map(Long::intValue);
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
