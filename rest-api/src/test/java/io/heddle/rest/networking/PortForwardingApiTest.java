package io.heddle.rest.networking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PortForwardingApiTest {

    private final NetworkingServer server = new NetworkingServer();
    private String network = "";
    private String floating = "";

    @BeforeEach
    void makeNetworks() throws Exception {
        String outside = made("admin", "network", """
                'router:external': true, 'provider:network_type': 'flat', 'provider:physical_network': 'physnet1'""");
        made("admin", "subnet", "'network_id': '" + outside + "', 'ip_version': 4, 'cidr': '203.0.113.0/24'");
        network = made("alice", "network", "'name': 'inside'");
        String subnet =
                made("alice", "subnet", "'network_id': '" + network + "', 'ip_version': 4, 'cidr': '10.0.0.0/24'");
        String router = made("alice", "router", "'external_gateway_info': {'network_id': '" + outside + "'}");
        server.call(
                "alice",
                "PUT",
                "/v2.0/routers/" + router + "/add_router_interface",
                200,
                "{'subnet_id': '" + subnet + "'}");
        floating = "/v2.0/floatingips/" + made("alice", "floatingip", "'floating_network_id': '" + outside + "'");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private String made(String token, String what, String members) throws Exception {
        return server.post(token, "/v2.0/" + what + "s", "{'" + what + "': {" + members + "}}")
                .at("/" + what + "/id")
                .asString();
    }

    private String port() throws Exception {
        return made("alice", "port", "'network_id': '" + network + "'");
    }

    private static String body(String members) {
        return "{'port_forwarding': {" + members + "}}";
    }

    private static String leading(int external, String port, int internal) {
        return "'protocol': 'tcp', 'external_port': " + external + ", 'internal_port_id': '" + port
                + "', 'internal_port': " + internal;
    }

    @Test
    void aPortIsForwardedShownChangedAndDeleted() throws Exception {
        String port = port();
        String all = floating + "/port_forwardings";
        JsonNode made = server.post("alice", all, body(leading(2222, port, 22) + ", 'description': 'ssh'"))
                .path("port_forwarding");
        assertThat(made.path("internal_ip_address").asString()).isEqualTo("10.0.0.2");
        assertThat(made.path("internal_port_id").asString()).isEqualTo(port);
        assertThat(made.path("description").asString()).isEqualTo("ssh");
        String path = all + "/" + made.path("id").asString();
        assertThat(server.get("alice", path).path("port_forwarding")).isEqualTo(made);
        assertThat(server.get("alice", all).path("port_forwardings")).containsExactly(made);
        JsonNode ip = server.get("alice", floating).path("floatingip");
        assertThat(ip.path("port_forwardings")).containsExactly(made);
        assertThat(ip.path("status").asString()).isEqualTo("ACTIVE");
        assertThat(ip.path("router_id").isNull()).isFalse();
        assertThat(ip.path("port_id").isNull()).isTrue();
        assertThat(server.call("alice", "PUT", path, 200, body("'external_port': 2223, 'internal_port': '23'"))
                        .at("/port_forwarding/internal_port")
                        .asInt())
                .isEqualTo(23);
        server.call("alice", "DELETE", path, 204, "");
        assertThat(server.refusal("alice", "GET", path, 404, "")).startsWith("PortForwardingNotFound");
        assertThat(server.get("alice", floating).at("/floatingip/status").asString())
                .isEqualTo("DOWN");
        assertThat(server.refusal("bob", "GET", all, 404, "")).startsWith("FloatingIPNotFound");
    }

    private static String ranging(String external, String port, String internal) {
        return "'protocol': 'tcp', 'external_port_range': '" + external + "', 'internal_port_id': '" + port
                + "', 'internal_port_range': '" + internal + "'";
    }

    @Test
    void rangesOfPortsAreForwardedIfTheyAreOfOneSizeAndApart() throws Exception {
        String port = port();
        String all = floating + "/port_forwardings";
        JsonNode made = server.post("alice", all, body(ranging("8000:8009", port, "80:89")))
                .path("port_forwarding");
        assertThat(made.path("external_port_range").asString()).isEqualTo("8000:8009");
        assertThat(made.path("internal_port_range").asString()).isEqualTo("80:89");
        assertThat(made.path("external_port").isNull()).isTrue();
        JsonNode single =
                server.post("alice", all, body(leading(8010, port, 90))).path("port_forwarding");
        assertThat(single.path("external_port_range").asString()).isEqualTo("8010:8010");
        assertThat(refused(all, ranging("1000:1009", port, "1000:1008"))).contains("a range leads to one of the same");
        assertThat(refused(all, ranging("1000:1999", port, "2000:2999"))).contains("of more than 256 ports at once");
        assertThat(refused(all, ranging("8009:8009", port, "7000:7000"))).contains("duplicate", "external_port': 8009");
        assertThat(refused(all, ranging("7000:7003", port, "77:80"))).contains("'internal_port_range': '77:80'");
        assertThat(refused(all, ranging("9:1", port, "9:1"))).contains("not 9 to 1");
        assertThat(refused(all, ranging("9", port, "9"))).contains("'9' is not two ports");
        assertThat(refused(all, leading(1, port, 1) + ", 'external_port_range': '1:1'"))
                .contains("in one request");
        String path = all + "/" + made.path("id").asString();
        assertThat(server.refusal("alice", "PUT", path, 400, body("'external_port_range': '8000:8008'")))
                .contains("a range leads to one of the same size");
        JsonNode changed = server.call("alice", "PUT", path, 200, body("'external_port': 8008, 'internal_port': 88"));
        assertThat(changed.at("/port_forwarding/internal_port").asInt()).isEqualTo(88);
    }

    @Test
    void whatCannotBeForwardedIsRefusedWithWhatIsWrong() throws Exception {
        String all = floating + "/port_forwardings";
        String port = port();
        assertThat(refused(all, "'external_port': 1")).contains("Required attribute 'protocol' not specified");
        assertThat(refused(all, "'protocol': 'sctp'")).contains("'sctp' is not in ['tcp', 'udp']");
        assertThat(refused(all, leading(0, port, 1))).contains("too small");
        assertThat(refused(all, leading(1, port, 70000))).contains("too large");
        assertThat(refused(all, leading(1, port, 1) + ", 'color': 1")).contains("Unrecognized attribute(s) 'color'");
        assertThat(refused(all, leading(1, port, 1) + ", 'internal_ip_address': '10.0.0.99'"))
                .contains("does not have fixed ip");
        server.post("alice", all, body(leading(80, port, 80)));
        assertThat(refused(all, leading(80, port, 81))).contains("duplicate port forwarding entry");
        assertThat(server.refusal("alice", "PUT", floating, 409, "{'floatingip': {'port_id': '" + port + "'}}"))
                .startsWith("FipInUseByPortForwarding");
        assertThat(server.refusal("alice", "GET", all + "/x", 404, "")).contains("Port Forwarding x could");
    }

    private String refused(String path, String members) throws Exception {
        return server.refusal("alice", "POST", path, 400, body(members));
    }
}
