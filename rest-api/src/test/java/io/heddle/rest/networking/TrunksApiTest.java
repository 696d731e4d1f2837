package io.heddle.rest.networking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TrunksApiTest {

    private final NetworkingServer server = new NetworkingServer();
    private String network = "";
    private String parent = "";
    private String first = "";
    private String second = "";

    @BeforeEach
    void makePorts() throws Exception {
        network = server.post("alice", "/v2.0/networks", "{'network': {}}")
                .at("/network/id")
                .asString();
        parent = port();
        first = port();
        second = port();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private String port() throws Exception {
        return server.post("alice", "/v2.0/ports", "{'port': {'network_id': '" + network + "'}}")
                .at("/port/id")
                .asString();
    }

    private static String subport(String port, int vlan) {
        return "{'port_id': '" + port + "', 'segmentation_type': 'vlan', 'segmentation_id': " + vlan + "}";
    }

    private JsonNode trunk() throws Exception {
        return server.post(
                        "alice",
                        "/v2.0/trunks",
                        "{'trunk': {'name': 't', 'port_id': '" + parent + "', 'sub_ports': [" + subport(first, 101)
                                + "]}}")
                .path("trunk");
    }

    private static List<String> ports(JsonNode trunk) {
        List<String> ports = new ArrayList<>();
        trunk.path("sub_ports").forEach(item -> ports.add(item.path("port_id").asString()));
        return ports;
    }

    @Test
    void aTrunkIsMadeWithSubportsGetsMoreAndFewerAndGoes() throws Exception {
        JsonNode trunk = trunk();
        assertThat(trunk.path("status"))
                .isEqualTo(server.get("alice", "/v2.0/ports/" + parent).at("/port/status"));
        assertThat(trunk.path("admin_state_up").asBoolean()).isTrue();
        assertThat(trunk.at("/sub_ports/0/segmentation_type").asString()).isEqualTo("vlan");
        assertThat(trunk.at("/sub_ports/0/segmentation_id").asInt()).isEqualTo(101);
        String path = "/v2.0/trunks/" + trunk.path("id").asString();
        JsonNode more =
                server.call("alice", "PUT", path + "/add_subports", 200, "{'sub_ports': [" + subport(second, 7) + "]}");
        assertThat(ports(more)).containsExactly(second, first);
        assertThat(more.path("revision_number").asInt()).isEqualTo(1);
        assertThat(ports(server.get("alice", path + "/get_subports"))).containsExactly(second, first);
        JsonNode fewer = server.call(
                "alice", "PUT", path + "/remove_subports", 200, "{'sub_ports': [{'port_id': '" + first + "'}]}");
        assertThat(ports(fewer)).containsExactly(second);
        assertThat(server.get("alice", "/v2.0/trunks?port_id=" + parent).path("trunks"))
                .hasSize(1);
        assertThat(server.call("alice", "PUT", path, 200, "{'trunk': {'name': 'u'}}")
                        .at("/trunk/name")
                        .asString())
                .isEqualTo("u");
        server.call("alice", "DELETE", path, 204, "");
        assertThat(server.get("alice", "/v2.0/trunks").path("trunks")).isEmpty();
    }

    @Test
    void theParentPortTellsOfItsTrunkWithMacAddresses() throws Exception {
        JsonNode trunk = trunk();
        JsonNode details = server.get("alice", "/v2.0/ports/" + parent).at("/port/trunk_details");
        assertThat(details.path("trunk_id")).isEqualTo(trunk.path("id"));
        assertThat(details.at("/sub_ports/0/mac_address"))
                .isEqualTo(server.get("alice", "/v2.0/ports/" + first).at("/port/mac_address"));
        assertThat(server.get("alice", "/v2.0/ports/" + first)
                        .at("/port/device_owner")
                        .asString())
                .isEqualTo("trunk:subport");
        assertThat(server.get("alice", "/v2.0/ports/" + first)
                        .at("/port/trunk_details")
                        .isNull())
                .isTrue();
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        String id = trunk().path("id").asString();
        String path = "/v2.0/trunks/" + id;
        String inherited = "{'port_id': '" + second + "', 'segmentation_type': 'inherit'}";
        assertThat(server.call("alice", "PUT", path + "/add_subports", 400, "{'sub_ports': [" + inherited + "]}")
                        .toString())
                .contains("only 'vlan' is");
        assertThat(server.call(
                                "alice",
                                "PUT",
                                path + "/add_subports",
                                400,
                                "{'sub_ports': [" + subport(second, 4095) + "]}")
                        .toString())
                .contains("too large");
        server.call("alice", "PUT", path + "/add_subports", 400, "{'ports': []}");
        assertThat(server.call(
                                "alice",
                                "PUT",
                                path + "/add_subports",
                                409,
                                "{'sub_ports': [" + subport(second, 101) + "]}")
                        .toString())
                .contains("DuplicateSubPort");
        server.call("bob", "GET", path, 404, "");
        server.call("bob", "GET", path + "/get_subports", 404, "");
        server.call("bob", "PUT", path + "/add_subports", 404, "{'sub_ports': []}");
        server.call("alice", "PUT", path, 400, "{'trunk': {'port_id': '" + second + "'}}");
        assertThat(server.call("alice", "DELETE", "/v2.0/ports/" + first, 409, "")
                        .toString())
                .contains("PortInUseAsSubPort");
    }
}
