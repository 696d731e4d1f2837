package io.heddle.rest.networking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BalancingApiTest {

    private static final String ROOT = "/networking/v2.0/lbaas/";

    private final NetworkingServer server = new NetworkingServer();
    private String subnet = "";
    private String balancer = "";

    @BeforeEach
    void makeOne() throws Exception {
        String network = server.post("alice", "/v2.0/networks", "{'network': {}}")
                .at("/network/id")
                .asString();
        subnet = server.post(
                        "alice",
                        "/v2.0/subnets",
                        "{'subnet': {'network_id': '" + network + "', 'ip_version': 4, 'cidr': '10.0.0.0/24'}}")
                .at("/subnet/id")
                .asString();
        balancer = made("loadbalancer", "'name': 'web', 'vip_subnet_id': '" + subnet + "', 'tags': ['a']");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private String made(String what, String members) throws Exception {
        return made(what, what + "s", members);
    }

    private String made(String what, String path, String members) throws Exception {
        return server.post("alice", ROOT + path, "{'" + what + "': {" + members + "}}")
                .at("/" + what + "/id")
                .asString();
    }

    private JsonNode shown(String path) throws Exception {
        return server.get("alice", ROOT + path);
    }

    private String fault(String method, String path, int status, String body) throws Exception {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        var response = server.send("alice", method, ROOT + path, bytes, "Content-Type", "application/json");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode fault = NetworkingServer.MAPPER.readTree(response.body());
        assertThat(fault.path("faultcode").asString()).isEqualTo(status < 500 ? "Client" : "Server");
        assertThat(fault.path("debuginfo").isNull()).isTrue();
        return fault.path("faultstring").asString();
    }

    @Test
    void aLoadBalancerHasAnAddressOnAPortThatIsItsOwn() throws Exception {
        JsonNode shown = shown("loadbalancers/" + balancer).path("loadbalancer");
        assertThat(shown.path("vip_address").asString()).isEqualTo("10.0.0.2");
        assertThat(shown.path("provisioning_status").asString()).isEqualTo("ACTIVE");
        assertThat(shown.path("operating_status").asString()).isEqualTo("ONLINE");
        assertThat(shown.path("created_at").asString()).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}");
        assertThat(shown.path("flavor_id").isNull()).isTrue();
        String port = shown.path("vip_port_id").asString();
        assertThat(server.get("alice", "/v2.0/ports/" + port)
                        .at("/port/device_owner")
                        .asString())
                .isEqualTo("Octavia");
        assertThat(shown("loadbalancers?name=web&vip_port_id=" + port).path("loadbalancers"))
                .hasSize(1);
        assertThat(shown("loadbalancers?tags=b").path("loadbalancers")).isEmpty();
        server.call(
                "alice",
                "PUT",
                ROOT + "loadbalancers/" + balancer,
                200,
                "{'loadbalancer': {'name': 'other', 'admin_state_up': false}}");
        JsonNode changed = shown("loadbalancers/" + balancer).path("loadbalancer");
        assertThat(changed.path("name").asString()).isEqualTo("other");
        assertThat(changed.path("operating_status").asString()).isEqualTo("OFFLINE");
        server.call("bob", "GET", ROOT + "loadbalancers/" + balancer, 404, "");
        server.call("alice", "DELETE", ROOT + "loadbalancers/" + balancer, 204, "");
        server.call("alice", "GET", "/v2.0/ports/" + port, 404, "");
    }

    private String listener() throws Exception {
        return made("listener", "'loadbalancer_id': '" + balancer + "', 'protocol': 'TCP', 'protocol_port': 80");
    }

    private String pool(String listener) throws Exception {
        return made(
                "pool",
                "'listener_id': '" + listener + "', 'protocol': 'TCP', 'lb_algorithm': 'SOURCE_IP_PORT',"
                        + " 'session_persistence': {'type': 'SOURCE_IP'}");
    }

    private String monitor(String pool) throws Exception {
        return made(
                "healthmonitor",
                "'pool_id': '" + pool + "', 'type': 'TCP', 'delay': 5, 'timeout': 3, 'max_retries': 2");
    }

    private String member(String pool, String address) throws Exception {
        return made(
                "member",
                "pools/" + pool + "/members",
                "'address': '" + address + "', 'protocol_port': 8080, 'weight': 2, 'subnet_id': '" + subnet + "'");
    }

    @Test
    void listenersPoolsMembersAndMonitorsKnowEachOther() throws Exception {
        String listener = listener();
        String pool = pool(listener);
        String members = "pools/" + pool + "/members";
        String member = member(pool, "10.0.0.9");
        member(pool, "10.0.0.10");
        String monitor = monitor(pool);
        JsonNode shown = shown("pools/" + pool).path("pool");
        assertThat(shown.path("healthmonitor_id").asString()).isEqualTo(monitor);
        assertThat(shown.path("members")).hasSize(2);
        assertThat(shown.at("/listeners/0/id").asString()).isEqualTo(listener);
        assertThat(shown.at("/loadbalancers/0/id").asString()).isEqualTo(balancer);
        assertThat(shown.at("/session_persistence/type").asString()).isEqualTo("SOURCE_IP");
        assertThat(shown("listeners/" + listener)
                        .at("/listener/default_pool_id")
                        .asString())
                .isEqualTo(pool);
        assertThat(shown(members + "?address=10.0.0.9").path("members")).hasSize(1);
        JsonNode page = shown(members + "?limit=1");
        assertThat(page.path("members")).hasSize(1);
        assertThat(page.path("members_links")).isNotEmpty();
        assertThat(shown("healthmonitors?pool_id=" + pool).path("healthmonitors"))
                .hasSize(1);
        assertThat(shown(members + "/" + member).at("/member/operating_status").asString())
                .isEqualTo("ONLINE");
        JsonNode tree = shown("loadbalancers/" + balancer + "/status").at("/statuses/loadbalancer");
        assertThat(tree.at("/pools/0/members")).hasSize(2);
        assertThat(tree.at("/pools/0/health_monitor/type").asString()).isEqualTo("TCP");
        assertThat(tree.at("/listeners/0/operating_status").asString()).isEqualTo("ONLINE");
        assertThat(shown("providers").at("/providers/0/name").asString()).isEqualTo("heddle");
    }

    @Test
    void listenersPoolsMembersAndMonitorsAreChangedAndDeleted() throws Exception {
        String listener = listener();
        String pool = pool(listener);
        String member = "pools/" + pool + "/members/" + member(pool, "10.0.0.9");
        String monitor = "healthmonitors/" + monitor(pool);
        put(member, "{'member': {'weight': 0, 'name': 'm', 'tags': ['x']}}");
        assertThat(shown(member).at("/member/operating_status").asString()).isEqualTo("DRAINING");
        put("pools/" + pool, "{'pool': {'lb_algorithm': 'SOURCE_IP', 'session_persistence': null}}");
        JsonNode later = shown("pools/" + pool).path("pool");
        assertThat(later.path("session_persistence").isNull()).isTrue();
        assertThat(later.path("members")).hasSize(1);
        put("listeners/" + listener, "{'listener': {'default_pool_id': null}}");
        assertThat(shown("listeners/" + listener)
                        .at("/listener/default_pool_id")
                        .isNull())
                .isTrue();
        put(monitor, "{'healthmonitor': {'delay': 2, 'timeout': 1}}");
        assertThat(shown(monitor).at("/healthmonitor/max_retries_down").asInt()).isEqualTo(3);
        for (String path : new String[] {monitor, member, "pools/" + pool, "listeners/" + listener}) {
            server.call("alice", "DELETE", ROOT + path, 204, "");
            assertThat(fault("GET", path, 404, "")).contains("not found");
        }
    }

    private void put(String path, String body) throws Exception {
        server.call("alice", "PUT", ROOT + path, 200, body);
    }

    @Test
    void whatIsNotOfferedIsRefusedInTheWordsOfTheLoadBalancerApi() throws Exception {
        String its = "'loadbalancer_id': '" + balancer + "'";
        assertThat(fault(
                        "POST",
                        "listeners",
                        501,
                        "{'listener': {" + its + ", 'protocol': 'HTTP', 'protocol_port': 80}}"))
                .contains("protocol HTTP");
        assertThat(fault(
                        "POST",
                        "listeners",
                        501,
                        "{'listener': {" + its + ", 'protocol': 'TCP', 'protocol_port': 80, 'connection_limit': 5}}"))
                .contains("connection_limit");
        assertThat(fault(
                        "POST",
                        "pools",
                        501,
                        "{'pool': {" + its + ", 'protocol': 'TCP', 'lb_algorithm': 'ROUND_ROBIN'}}"))
                .contains("ROUND_ROBIN");
        assertThat(fault("POST", "pools", 400, "{'pool': {'protocol': 'TCP', 'lb_algorithm': 'SOURCE_IP'}}"))
                .contains("Must provide either");
        assertThat(fault(
                        "POST",
                        "pools",
                        501,
                        "{'pool': {" + its + ", 'protocol': 'TCP', 'lb_algorithm': 'SOURCE_IP',"
                                + " 'session_persistence': {'type': 'HTTP_COOKIE'}}}"))
                .contains("session_persistence");
    }

    @Test
    void partsThatCannotBeAreRefusedToo() throws Exception {
        String its = "'loadbalancer_id': '" + balancer + "'";
        String pool = made("pool", its + ", 'protocol': 'UDP', 'lb_algorithm': 'SOURCE_IP'");
        String monitor = "'pool_id': '" + pool + "', 'max_retries': 1, 'delay': 1, ";
        assertThat(fault(
                        "POST",
                        "healthmonitors",
                        501,
                        "{'healthmonitor': {" + monitor + "'type': 'HTTP', 'timeout': 1}}"))
                .contains("HTTP");
        assertThat(fault(
                        "POST",
                        "healthmonitors",
                        400,
                        "{'healthmonitor': {" + monitor + "'type': 'PING', 'timeout': 2}}"))
                .contains("longer than delay");
        String members = "pools/" + pool + "/members";
        assertThat(fault("POST", members, 400, "{'member': {'address': '10.9.0.1', 'protocol_port': 1}}"))
                .contains("neither on the network");
        assertThat(fault(
                        "POST",
                        members,
                        501,
                        "{'member': {'address': '10.0.0.9', 'protocol_port': 1, 'backup': true}}"))
                .contains("backup");
        assertThat(fault(
                        "POST", members, 400, "{'member': {'address': '10.0.0.9', 'protocol_port': 1, 'weight': 257}}"))
                .contains("too large");
        assertThat(fault("POST", "loadbalancers", 501, "{'loadbalancer': {'vip_port_id': '" + pool + "'}}"))
                .contains("vip_port_id");
    }

    @Test
    void whatHasPartsGoesOnlyWithThem() throws Exception {
        String pool =
                made("pool", "'loadbalancer_id': '" + balancer + "', 'protocol': 'UDP', 'lb_algorithm': 'SOURCE_IP'");
        assertThat(fault("DELETE", "loadbalancers/" + balancer, 400, "")).contains("it has children");
        server.call("alice", "DELETE", ROOT + "loadbalancers/" + balancer + "?cascade=true", 204, "");
        assertThat(fault("GET", "pools/" + pool, 404, "")).contains("Pool " + pool + " not found");
        assertThat(fault(
                        "POST",
                        "pools/nonsense/members",
                        404,
                        "{'member': {'address': '10.0.0.9', 'protocol_port': 1}}"))
                .contains("nonsense");
        assertThat(fault("GET", "listeners?colour=red", 400, "")).contains("colour");
    }
}
