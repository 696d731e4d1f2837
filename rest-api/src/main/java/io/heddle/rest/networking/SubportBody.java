package io.heddle.rest.networking;

import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.routing.tenant.request.SubportRequest;
import io.heddle.topology.address.VlanId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Subports as a list of {@code {"port_id": ID, "segmentation_type": "vlan", "segmentation_id": 1 to 4094}}. */
final class SubportBody {

    static final String SUBPORTS = "sub_ports";
    private static final String VLAN = "vlan";
    private static final int HIGHEST = 4094;
    private static final Set<String> MEMBERS = Set.of("port_id", "segmentation_type", "segmentation_id");

    private SubportBody() {}

    static Optional<List<SubportRequest>> requests(Body body) {
        return body.list(SUBPORTS)
                .map(items -> items.stream().map(SubportBody::request).toList());
    }

    /** Those that are to go; of each only the port counts. */
    static Optional<List<PortId>> ports(Body body) {
        return body.list(SUBPORTS)
                .map(items -> items.stream()
                        .map(item ->
                                new PortId(Body.members(SUBPORTS, item, MEMBERS).requiredId("port_id")))
                        .toList());
    }

    private static SubportRequest request(JsonNode item) {
        Body subport = Body.members(SUBPORTS, item, MEMBERS);
        String type = subport.text("segmentation_type", VLAN.length() * 4).orElse("");
        if (!type.equals(VLAN)) {
            throw ApiError.invalid(
                    SUBPORTS, "segmentation_type '" + Body.shortened(type) + "' is not supported, only 'vlan' is");
        }
        long id = subport.number("segmentation_id", 1, HIGHEST)
                .orElseThrow(() -> ApiError.invalid(SUBPORTS, "segmentation_id is required"));
        return new SubportRequest(new PortId(subport.requiredId("port_id")), new VlanId((int) id));
    }

    static List<Map<String, Object>> shown(TenantTrunk trunk) {
        return trunk.subports().entrySet().stream()
                .map(entry -> members(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The same, with the MAC addresses that the machine is to use. */
    static List<Map<String, Object>> detailed(TenantTrunk trunk, TenantState state) {
        return trunk.subports().entrySet().stream()
                .map(entry -> {
                    Map<String, Object> members = members(entry.getKey(), entry.getValue());
                    state.ports()
                            .find(entry.getValue())
                            .map(TenantPort::mac)
                            .ifPresent(mac -> members.put("mac_address", mac.toString()));
                    return members;
                })
                .toList();
    }

    private static Map<String, Object> members(VlanId vlan, PortId port) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("port_id", port.toString());
        members.put("segmentation_type", VLAN);
        members.put("segmentation_id", vlan.value());
        return members;
    }
}
