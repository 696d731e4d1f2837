package io.heddle.rest.networking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RoutersApiTest {

    private final NetworkingServer server = new NetworkingServer();
    private String outside = "";
    private String inside = "";
    private String subnet = "";

    @BeforeEach
    void makeNetworks() throws Exception {
        outside = server.post("admin", "/v2.0/networks", """
                        {'network': {'name': 'outside', 'router:external': true, 'provider:network_type': 'flat',
                         'provider:physical_network': 'physnet1'}}""").at("/network/id").asString();
        subnet(outside, "admin", "203.0.113.0/24");
        inside = server.post("alice", "/v2.0/networks", "{'network': {'name': 'inside'}}")
                .at("/network/id")
                .asString();
        subnet = subnet(inside, "alice", "10.0.0.0/24");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private String subnet(String network, String token, String cidr) throws Exception {
        return server.post(
                        token,
                        "/v2.0/subnets",
                        "{'subnet': {'network_id': '" + network + "', 'ip_version': 4, 'cidr': '" + cidr + "'}}")
                .at("/subnet/id")
                .asString();
    }

    private JsonNode router(String token, String attributes) throws Exception {
        return server.post(token, "/v2.0/routers", "{'router': {" + attributes + "}}")
                .path("router");
    }

    private String gateway() {
        return "'external_gateway_info': {'network_id': '" + outside + "'}";
    }

    private JsonNode put(String token, String path, String body) throws Exception {
        return server.call(token, "PUT", path, 200, body);
    }

    private String port() throws Exception {
        return server.post("alice", "/v2.0/ports", "{'port': {'network_id': '" + inside + "'}}")
                .at("/port/id")
                .asString();
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.forEach(item -> ids.add(item.path("id").asString()));
        return ids;
    }

    @Test
    void anExternalNetworkIsShownToEverybodyAndFound() throws Exception {
        assertThat(ids(server.get("alice", "/v2.0/networks?router:external=True")
                        .path("networks")))
                .containsExactly(outside);
        assertThat(ids(server.get("alice", "/v2.0/networks?router:external=false")
                        .path("networks")))
                .containsExactly(inside);
        String path = "/v2.0/networks/" + outside;
        assertThat(server.get("bob", path).at("/network/router:external").asBoolean())
                .isTrue();
        assertThat(server.refusal("alice", "PUT", path, 403, "{'network': {'router:external': false}}"))
                .contains("update_network:router:external");
        assertThat(server.refusal("alice", "PUT", path, 403, "{'network': {'name': 'mine'}}"))
                .startsWith("PolicyNotAuthorized");
        router("alice", gateway());
        assertThat(server.refusal("admin", "PUT", path, 409, "{'network': {'router:external': false}}"))
                .startsWith("ExternalNetworkInUse");
    }

    @Test
    void aRouterIsMadeShownChangedAndDeleted() throws Exception {
        JsonNode made = router("alice", "'name': 'r', " + gateway());
        assertThat(made.path("status").asString()).isEqualTo("ACTIVE");
        assertThat(made.at("/external_gateway_info/network_id").asString()).isEqualTo(outside);
        assertThat(made.at("/external_gateway_info/enable_snat").asBoolean()).isTrue();
        assertThat(made.at("/external_gateway_info/external_fixed_ips/0/ip_address")
                        .asString())
                .isEqualTo("203.0.113.2");
        assertThat(made.path("routes")).isEmpty();
        assertThat(made.has("distributed")).isFalse();
        String path = "/v2.0/routers/" + made.path("id").asString();
        JsonNode seen = server.get("admin", path).path("router");
        assertThat(seen.path("distributed").asBoolean()).isTrue();
        assertThat(seen.path("ha").asBoolean()).isFalse();
        assertThat(server.refusal("bob", "GET", path, 404, "")).startsWith("RouterNotFound");
        JsonNode plain = put("alice", path, "{'router': {'external_gateway_info': {}, 'admin_state_up': false}}")
                .path("router");
        assertThat(plain.path("external_gateway_info").isNull()).isTrue();
        assertThat(plain.path("admin_state_up").asBoolean()).isFalse();
        assertThat(put("alice", path, "{'router': {" + gateway() + "}}")
                        .at("/router/external_gateway_info/network_id")
                        .asString())
                .isEqualTo(outside);
        put("alice", path + "/tags", "{'tags': ['core']}");
        assertThat(ids(server.get("alice", "/v2.0/routers?tags=core&sort_key=name&sort_dir=asc&limit=1")
                        .path("routers")))
                .containsExactly(made.path("id").asString());
        assertThat(server.refusal("alice", "DELETE", path, 412, "", "If-Match", "revision_number=0"))
                .startsWith("RevisionNumberConstraintFailed");
        server.call("alice", "DELETE", path, 204, "");
        assertThat(server.get("admin", "/v2.0/ports").path("ports")).isEmpty();
    }

    @Test
    void whatARouterIsNotIsRefused() throws Exception {
        assertThat(server.refusal("admin", "POST", "/v2.0/routers", 400, "{'router': {'distributed': false}}"))
                .contains("every router is distributed");
        assertThat(server.refusal("admin", "POST", "/v2.0/routers", 400, "{'router': {'ha': true}}"))
                .startsWith("HTTPBadRequest: Invalid input for ha");
        assertThat(server.refusal("alice", "POST", "/v2.0/routers", 403, "{'router': {'distributed': true}}"))
                .contains("create_router:distributed");
        assertThat(server.refusal("alice", "POST", "/v2.0/routers", 400, "{'router': {'routes': []}}"))
                .isEqualTo("HTTPBadRequest: Attribute 'routes' not allowed in POST");
        assertThat(server.refusal(
                        "alice", "POST", "/v2.0/routers", 400, "{'router': {'external_gateway_info': {'x': 1}}}"))
                .contains("external_gateway_info");
        assertThat(server.refusal(
                        "alice",
                        "POST",
                        "/v2.0/routers",
                        400,
                        "{'router': {'external_gateway_info': {'enable_snat': true}}}"))
                .contains("'None' is not a valid UUID");
        assertThat(server.refusal("alice", "PUT", "/v2.0/routers/x/add_router_interface", 404, "{}"))
                .startsWith("RouterNotFound: Router x");
    }

    @Test
    void aRouterJoinsAndLeavesByASubnetOrAPort() throws Exception {
        String id = router("alice", "'name': 'r'").path("id").asString();
        String path = "/v2.0/routers/" + id;
        assertThat(server.refusal("alice", "PUT", path + "/add_router_interface", 400, "{}"))
                .isEqualTo("BadRequest: Bad router request: Either subnet_id or port_id must be specified.");
        assertThat(server.refusal("alice", "PUT", path + "/add_router_interface", 400, "{'subnet_id': null}"))
                .contains("is not a valid UUID");
        JsonNode joined = put("alice", path + "/add_router_interface", "{'subnet_id': '" + subnet + "'}");
        assertThat(joined.path("id").asString()).isEqualTo(id);
        assertThat(joined.path("tenant_id").asString()).isEqualTo("alice");
        assertThat(joined.path("network_id").asString()).isEqualTo(inside);
        assertThat(joined.path("subnet_id").asString()).isEqualTo(subnet);
        assertThat(joined.at("/subnet_ids/0").asString()).isEqualTo(subnet);
        JsonNode ports = server.get("alice", "/v2.0/ports?device_id=" + id).path("ports");
        assertThat(ids(ports)).containsExactly(joined.path("port_id").asString());
        assertThat(ports.at("/0/device_owner").asString()).isEqualTo("network:router_interface");
        assertThat(server.refusal(
                        "alice",
                        "DELETE",
                        "/v2.0/ports/" + joined.path("port_id").asString(),
                        409,
                        ""))
                .startsWith("ServicePortInUse");
        assertThat(server.refusal("alice", "DELETE", path, 409, "")).startsWith("RouterInUse");
        JsonNode left = put("alice", path + "/remove_router_interface", "{'subnet_id': '" + subnet + "'}");
        assertThat(left.path("port_id")).isEqualTo(joined.path("port_id"));
        assertThat(server.refusal(
                        "alice", "PUT", path + "/remove_router_interface", 404, "{'subnet_id': '" + subnet + "'}"))
                .startsWith("RouterInterfaceNotFoundForSubnet");
        String port = port();
        assertThat(put("alice", path + "/add_router_interface", "{'port_id': '" + port + "'}")
                        .path("subnet_id")
                        .asString())
                .isEqualTo(subnet);
        assertThat(put("alice", path + "/remove_router_interface", "{'port_id': '" + port + "'}")
                        .at("/subnet_ids/0")
                        .asString())
                .isEqualTo(subnet);
        server.call("alice", "GET", "/v2.0/ports/" + port, 404, "");
    }

    @Test
    void routesAreReplacedAddedAndTakenAway() throws Exception {
        String path =
                "/v2.0/routers/" + router("alice", "'name': 'r'").path("id").asString();
        put("alice", path + "/add_router_interface", "{'subnet_id': '" + subnet + "'}");
        String wide = "{'destination': '172.16.0.0/12', 'nexthop': '10.0.0.9'}";
        String narrow = "{'destination': '172.16.5.0/24', 'nexthop': '10.0.0.8'}";
        assertThat(put("alice", path, "{'router': {'routes': [" + wide + "]}}").at("/router/routes"))
                .hasSize(1);
        JsonNode both = put("alice", path + "/add_extraroutes", "{'router': {'routes': [" + narrow + "]}}");
        assertThat(both.at("/router/routes/0/destination").asString()).isEqualTo("172.16.5.0/24");
        assertThat(both.at("/router/routes/1/nexthop").asString()).isEqualTo("10.0.0.9");
        assertThat(put("alice", path + "/remove_extraroutes", "{'router': {'routes': [" + wide + "]}}")
                        .at("/router/routes"))
                .hasSize(1);
        assertThat(server.refusal("alice", "PUT", path + "/add_extraroutes", 400, "{'router': {}}"))
                .contains("Unable to find 'routes'");
        assertThat(server.refusal(
                        "alice",
                        "PUT",
                        path,
                        400,
                        "{'router': {'routes': [{'destination': '172.16.0.0/12', 'nexthop': '10.9.0.9'}]}}"))
                .startsWith("InvalidRoutes");
        assertThat(server.refusal("alice", "PUT", path, 400, "{'router': {'routes': [" + wide + ", " + wide + "]}}"))
                .contains("Duplicate items");
        assertThat(put("alice", path, "{'router': {'routes': null}}").at("/router/routes"))
                .isEmpty();
    }

    @Test
    void aFloatingAddressIsMadeAssociatedAndDeleted() throws Exception {
        String router = router("alice", gateway()).path("id").asString();
        put("alice", "/v2.0/routers/" + router + "/add_router_interface", "{'subnet_id': '" + subnet + "'}");
        JsonNode made = server.post(
                        "alice", "/v2.0/floatingips", "{'floatingip': {'floating_network_id': '" + outside + "'}}")
                .path("floatingip");
        assertThat(made.path("status").asString()).isEqualTo("DOWN");
        assertThat(made.path("floating_ip_address").asString()).isEqualTo("203.0.113.3");
        assertThat(made.path("router_id").isNull()).isTrue();
        assertThat(made.has("subnet_id")).isFalse();
        String path = "/v2.0/floatingips/" + made.path("id").asString();
        String port = port();
        JsonNode bound = put("alice", path, "{'floatingip': {'port_id': '" + port + "'}}")
                .path("floatingip");
        assertThat(bound.path("status").asString()).isEqualTo("ACTIVE");
        assertThat(bound.path("port_id").asString()).isEqualTo(port);
        assertThat(bound.path("fixed_ip_address").asString()).isEqualTo("10.0.0.2");
        assertThat(bound.path("router_id").asString()).isEqualTo(router);
        assertFound(port, router);
        assertThat(server.get("bob", "/v2.0/floatingips").path("floatingips")).isEmpty();
        assertThat(put("alice", path, "{'floatingip': {'description': 'd'}}")
                        .at("/floatingip/status")
                        .asString())
                .isEqualTo("ACTIVE");
        assertThat(server.refusal("alice", "PUT", path, 400, "{'floatingip': {'fixed_ip_address': '10.0.0.2'}}"))
                .contains("cannot be specified without a port_id");
        assertThat(put("alice", path, "{'floatingip': {'port_id': null}}")
                        .at("/floatingip/status")
                        .asString())
                .isEqualTo("DOWN");
        server.call("alice", "DELETE", path, 204, "");
        assertThat(server.refusal("alice", "GET", path, 404, "")).startsWith("FloatingIPNotFound: Floating IP ");
    }

    private void assertFound(String port, String router) throws Exception {
        for (String filter : List.of(
                "port_id=" + port,
                "router_id=" + router,
                "fixed_ip_address=10.0.0.2",
                "floating_ip_address=203.0.113.3",
                "status=ACTIVE",
                "floating_network_id=" + outside)) {
            assertThat(server.get("alice", "/v2.0/floatingips?" + filter).path("floatingips"))
                    .as(filter)
                    .hasSize(1);
        }
    }

    @Test
    void floatingAddressesThatCannotBeAreRefused() throws Exception {
        String plain = "{'floatingip': {'floating_network_id': '" + outside + "'";
        assertThat(server.refusal(
                        "alice", "POST", "/v2.0/floatingips", 403, plain + ", 'floating_ip_address': '203.0.113.9'}}"))
                .contains("create_floatingip:floating_ip_address");
        assertThat(server.refusal("alice", "POST", "/v2.0/floatingips", 404, plain + ", 'port_id': '" + port() + "'}}"))
                .startsWith("ExternalGatewayForFloatingIPNotFound");
        assertThat(server.refusal("alice", "POST", "/v2.0/floatingips", 400, "{'floatingip': {}}"))
                .contains("'floating_network_id' not specified");
        assertThat(server.refusal(
                        "alice",
                        "POST",
                        "/v2.0/floatingips",
                        400,
                        "{'floatingip': {'floating_network_id': '" + inside + "'}}"))
                .startsWith("BadRequest: Bad floatingip request: Network ");
        assertThat(server.post("admin", "/v2.0/floatingips", plain + ", 'floating_ip_address': '203.0.113.9'}}")
                        .at("/floatingip/floating_ip_address")
                        .asString())
                .isEqualTo("203.0.113.9");
        put("admin", "/v2.0/quotas/alice", "{'quota': {'floatingip': 1, 'router': 0}}");
        String two = "{'floatingips': [{'floating_network_id': '" + outside + "'}, {'floating_network_id': '" + outside
                + "'}]}";
        assertThat(server.refusal("alice", "POST", "/v2.0/floatingips", 409, two))
                .isEqualTo("OverQuota: Quota exceeded for resources: ['floatingip'].");
        assertThat(server.refusal("alice", "POST", "/v2.0/routers", 409, "{'router': {}}"))
                .startsWith("OverQuota");
        assertThat(server.post("admin", "/v2.0/floatingips", two).path("floatingips"))
                .hasSize(2);
    }
}
