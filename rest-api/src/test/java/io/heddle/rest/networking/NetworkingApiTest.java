package io.heddle.rest.networking;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NetworkingApiTest {

    private final NetworkingServer server = new NetworkingServer();

    @AfterEach
    void end() {
        server.close();
    }

    private String network(String token, String name) throws Exception {
        return server.post(token, "/v2.0/networks", "{'network': {'name': '" + name + "'}}")
                .at("/network/id")
                .asString();
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(item -> names.add(item.path("name").asString()));
        return names;
    }

    @Test
    void versionsCollectionsAndExtensionsAreListed() throws Exception {
        HttpRequest root = HttpRequest.newBuilder(server.uri().resolve("/"))
                .header("Accept", "application/json")
                .build();
        String versions =
                server.client().send(root, HttpResponse.BodyHandlers.ofString()).body();
        assertThat(NetworkingServer.MAPPER
                        .readTree(versions)
                        .at("/versions/0/id")
                        .asString())
                .isEqualTo("v2.0");
        HttpRequest page = HttpRequest.newBuilder(server.uri().resolve("/"))
                .header("Accept", "text/html,application/json")
                .build();
        assertThat(server.client()
                        .send(page, HttpResponse.BodyHandlers.ofString())
                        .body())
                .startsWith("<!");
        assertThat(server.get("", "/networking").at("/versions/0/links/0/href").asString())
                .endsWith("/networking/v2.0/");
        assertThat(server.get("alice", "/v2.0/").at("/resources/0/collection").asString())
                .isEqualTo("networks");
        assertThat(server.get("alice", "/v2.0/extensions").toString()).contains("revision-if-match");
        assertThat(server.get("alice", "/networking/v2.0/extensions/quotas")
                        .at("/extension/alias")
                        .asString())
                .isEqualTo("quotas");
        assertThat(server.get("alice", "/v2.0/extensions/heddle-status-reason")
                        .at("/extension/description")
                        .asString())
                .contains("heddle:status_reason");
        assertThat(server.refusal("alice", "GET", "/v2.0/extensions/l3-ha", 404, ""))
                .startsWith("HTTPNotFound");
        assertThat(server.refusal("alice", "GET", "/v2.0/segments", 404, "")).startsWith("HTTPNotFound");
        assertThat(server.refusal("alice", "PATCH", "/v2.0/networks", 405, "{}"))
                .startsWith("HTTPMethodNotAllowed");
    }

    @Test
    void aNetworkIsMadeShownChangedAndDeleted() throws Exception {
        JsonNode made = server.post(
                        "alice", "/v2.0/networks", "{'network': {'name': 'blue', 'admin_state_up': 'false'}}")
                .path("network");
        assertThat(made.path("status").asString()).isEqualTo("ACTIVE");
        assertThat(made.path("admin_state_up").asBoolean()).isFalse();
        assertThat(made.path("mtu").asInt()).isEqualTo(1450);
        assertThat(made.path("project_id").asString()).isEqualTo("alice");
        assertThat(made.path("tenant_id").asString()).isEqualTo("alice");
        assertThat(made.has("provider:network_type")).isFalse();
        String path = "/v2.0/networks/" + made.path("id").asString();
        JsonNode seen = server.get("admin", path).path("network");
        assertThat(seen.path("provider:network_type").asString()).isEqualTo("vxlan");
        assertThat(seen.path("provider:segmentation_id").asInt()).isEqualTo(1);
        assertThat(seen.path("provider:physical_network").isNull()).isTrue();
        JsonNode changed = server.call("alice", "PUT", path, 200, "{'network': {'name': 'azure'}}")
                .path("network");
        assertThat(changed.path("name").asString()).isEqualTo("azure");
        assertThat(changed.path("revision_number").asInt()).isEqualTo(1);
        assertThat(changed.path("updated_at").asString()).matches("2026-01-01T\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(server.get("alice", path + "?fields=name&fields=id")
                        .path("network")
                        .propertyNames())
                .containsExactlyInAnyOrder("name", "id");
        server.call("alice", "DELETE", path, 204, "");
        assertThat(server.refusal("alice", "GET", path, 404, "")).startsWith("NetworkNotFound: Network ");
        assertThat(server.refusal("alice", "DELETE", path, 404, "")).startsWith("NetworkNotFound");
        assertThat(server.refusal("alice", "PUT", path, 404, "{'network': {}}")).startsWith("NetworkNotFound");
        assertThat(server.refusal("alice", "GET", "/v2.0/networks/x", 404, "")).contains("Network x could not");
    }

    @Test
    void whatIsAskedWronglyIsRefusedInNeutronsWords() throws Exception {
        String id = network("alice", "blue");
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 400, "{'network': {'colour': 1}}"))
                .isEqualTo("HTTPBadRequest: Unrecognized attribute(s) 'colour'");
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 400, "{'network': {'status': 'UP'}}"))
                .isEqualTo("HTTPBadRequest: Attribute 'status' not allowed in POST");
        assertThat(server.refusal("alice", "PUT", "/v2.0/networks/" + id, 400, "{'network': {'id': '" + id + "'}}"))
                .isEqualTo("HTTPBadRequest: Cannot update read-only attribute id");
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 400, "{'network': {'admin_state_up': 'x'}}"))
                .isEqualTo("HTTPBadRequest: Invalid input for admin_state_up."
                        + " Reason: 'x' cannot be converted to boolean.");
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 400, "{'network': {'mtu': 99999}}"))
                .contains("must be no larger than '65535'");
        assertThat(server.refusal("alice", "POST", "/v2.0/ports", 400, "{'port': {}}"))
                .isEqualTo("HTTPBadRequest: Failed to parse request. Required attribute 'network_id' not specified");
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 400, "{'port': {}}"))
                .isEqualTo("HTTPBadRequest: Unable to find 'network' in request body");
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 400, "[1]"))
                .isEqualTo("HTTPBadRequest: Resource body required");
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 400, "{'network'"))
                .contains("malformed");
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 415, "a=b", "Content-Type", "text/plain"))
                .startsWith("HTTPUnsupportedMediaType");
        assertThat(server.refusal(
                        "alice", "POST", "/v2.0/networks", 403, "{'network': {'provider:network_type': 'gre'}}"))
                .contains("create_network:provider:network_type")
                .endsWith("is disallowed by policy");
        assertThat(server.refusal("alice", "PUT", "/v2.0/networks/" + id, 403, "{'network': {'shared': true}}"))
                .contains("update_network:shared");
        assertThat(server.refusal(
                        "admin", "PUT", "/v2.0/networks/" + id, 400, "{'network': {'provider:network_type': 'gre'}}"))
                .startsWith("InvalidInput");
        assertThat(server.refusal(
                        "admin", "POST", "/v2.0/networks", 400, "{'network': {'provider:network_type': 'geneve'}}"))
                .contains("network_type value 'geneve' not supported");
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 403, "{'network': {'router:external': true}}"))
                .contains("create_network:router:external");
    }

    @Test
    void aSubnetSaysWhatItIs() throws Exception {
        String network = network("alice", "blue");
        JsonNode subnet =
                server.post("alice", "/v2.0/subnets", """
                {'subnet': {'network_id': '%s', 'ip_version': 4, 'cidr': '10.0.0.7/24', 'name': 's',
                 'dns_nameservers': ['9.9.9.9'], 'allocation_pools': [{'start': '10.0.0.5', 'end': '10.0.0.9'}],
                 'host_routes': [{'destination': '192.0.2.0/24', 'nexthop': '10.0.0.2'}]}}
                """.formatted(network)).path("subnet");
        assertThat(subnet.path("cidr").asString()).isEqualTo("10.0.0.0/24");
        assertThat(subnet.path("gateway_ip").asString()).isEqualTo("10.0.0.1");
        assertThat(subnet.path("ipv6_ra_mode").isNull()).isTrue();
        assertThat(subnet.at("/allocation_pools/0/end").asString()).isEqualTo("10.0.0.9");
        assertThat(subnet.at("/host_routes/0/nexthop").asString()).isEqualTo("10.0.0.2");
        assertThat(subnet.has("shared")).isFalse();
        assertThat(server.get("alice", "/v2.0/networks/" + network)
                        .at("/network/subnets/0")
                        .asString())
                .isEqualTo(subnet.path("id").asString());
        assertThat(server.call(
                                "alice",
                                "PUT",
                                "/v2.0/subnets/" + subnet.path("id").asString(),
                                200,
                                "{'subnet': {'gateway_ip': null, 'enable_dhcp': false}}")
                        .at("/subnet/gateway_ip")
                        .isNull())
                .isTrue();
    }

    @Test
    void aPortSaysWhatItIs() throws Exception {
        String network = network("alice", "blue");
        server.post(
                "alice",
                "/v2.0/subnets",
                "{'subnet': {'network_id': '" + network + "', 'ip_version': 4, 'cidr': '10.0.0.0/24'}}");
        JsonNode port =
                server.post("alice", "/v2.0/ports", """
                {'port': {'network_id': '%s', 'fixed_ips': [{'ip_address': '10.0.0.8'}], 'device_id': 'vm',
                 'allowed_address_pairs': [{'ip_address': '10.1.0.5'}],
                 'extra_dhcp_opts': [{'opt_name': 'bootfile-name', 'opt_value': 'x'}]}}
                """.formatted(network)).path("port");
        assertThat(port.path("status").asString()).isEqualTo("BUILD");
        assertThat(port.at("/fixed_ips/0/ip_address").asString()).isEqualTo("10.0.0.8");
        assertThat(port.at("/allowed_address_pairs/0/ip_address").asString()).isEqualTo("10.1.0.5");
        assertThat(port.at("/extra_dhcp_opts/0/ip_version").asInt()).isEqualTo(4);
        assertThat(port.path("binding:vnic_type").asString()).isEqualTo("normal");
        assertThat(port.has("binding:host_id")).isFalse();
        assertThat(port.has("heddle:status_reason")).isFalse();
        assertThat(port.has("heddle:server")).isFalse();
        String path = "/v2.0/ports/" + port.path("id").asString();
        JsonNode bound = server.call("admin", "PUT", path, 200, """
                {'port': {'binding:host_id': 'h1', 'binding:profile': {'a': [1]}}}""").path("port");
        assertThat(bound.path("binding:vif_type").asString()).isEqualTo("ovs");
        assertThat(bound.path("heddle:status_reason").asString()).isEqualTo("Rules are on their way.");
        assertThat(bound.path("heddle:server").asString()).isEqualTo("h7");
        assertThat(bound.at("/binding:profile/a/0").asInt()).isEqualTo(1);
        assertThat(server.refusal("alice", "DELETE", "/v2.0/networks/" + network, 409, ""))
                .startsWith("NetworkInUse");
    }

    @Test
    void bulkIsAllOrNothing() throws Exception {
        JsonNode made =
                server.post("alice", "/v2.0/networks", "{'networks': [{'name': 'a'}, {'network': {'name': 'b'}}]}");
        assertThat(names(made.path("networks"))).containsExactly("a", "b");
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 400, "{'networks': [{'name': 'c'}, {'x': 1}]}"))
                .contains("Unrecognized");
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 400, "{'networks': []}"))
                .contains("Resource body required");
        server.call("admin", "PUT", "/v2.0/quotas/alice", 200, "{'quota': {'network': 3}}");
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 409, "{'networks': [{}, {}]}"))
                .isEqualTo("OverQuota: Quota exceeded for resources: ['network'].");
        assertThat(server.get("alice", "/v2.0/networks").path("networks")).hasSize(2);
    }

    @Test
    void projectsAreFoundByWhoeverMayUseThem() throws Exception {
        network("alice", "a");
        assertThat(server.get("alice", "/networking/projects/alice")
                        .at("/project/id")
                        .asString())
                .isEqualTo("alice");
        assertThat(server.refusal("alice", "GET", "/networking/projects/bob", 404, ""))
                .startsWith("ProjectNotFound");
        assertThat(server.get("alice", "/networking/projects?name=bob").path("projects"))
                .isEmpty();
        assertThat(names(server.get("alice", "/networking/projects").path("projects")))
                .containsExactly("alice");
        assertThat(server.get("admin", "/networking/projects/new")
                        .at("/project/name")
                        .asString())
                .isEqualTo("new");
        assertThat(names(server.get("admin", "/networking/projects").path("projects")))
                .contains("alice");
        server.call("", "GET", "/networking/projects", 401, "");
    }

    @Test
    void quotasAreShownAndSet() throws Exception {
        assertThat(server.get("alice", "/v2.0/quotas/alice").at("/quota/port").asInt())
                .isEqualTo(500);
        assertThat(server.get("alice", "/v2.0/quotas/project")
                        .at("/project/project_id")
                        .asString())
                .isEqualTo("alice");
        network("alice", "blue");
        JsonNode details = server.get("alice", "/v2.0/quotas/alice/details").path("quota");
        assertThat(details.at("/network/used").asInt()).isEqualTo(1);
        assertThat(details.at("/network/limit").asInt()).isEqualTo(100);
        assertThat(server.refusal("alice", "GET", "/v2.0/quotas/bob", 403, "")).startsWith("AdminRequired");
        assertThat(server.refusal("alice", "GET", "/v2.0/quotas", 403, "")).startsWith("AdminRequired");
        assertThat(server.refusal("alice", "PUT", "/v2.0/quotas/alice", 403, "{'quota': {'port': 1}}"))
                .startsWith("PolicyNotAuthorized");
        assertThat(server.refusal("admin", "PUT", "/v2.0/quotas/alice", 400, "{'quota': {'segment': 1}}"))
                .contains("Unrecognized");
        assertThat(server.refusal("admin", "PUT", "/v2.0/quotas/alice", 400, "{'quota': {'port': -2}}"))
                .contains("too small");
        server.call("admin", "PUT", "/v2.0/quotas/alice", 200, "{'quota': {'port': -1}}");
        assertThat(server.get("admin", "/v2.0/quotas").at("/quotas/0/port").asInt())
                .isEqualTo(-1);
        assertThat(server.get("alice", "/v2.0/quotas/alice/default")
                        .at("/quota/port")
                        .asInt())
                .isEqualTo(500);
        server.call("admin", "DELETE", "/v2.0/quotas/alice", 204, "");
        assertThat(server.refusal("admin", "DELETE", "/v2.0/quotas/alice", 404, ""))
                .startsWith("TenantQuotaNotFound");
    }

    @Test
    void aChangeMeantForAnotherRevisionIsRefused() throws Exception {
        String path = "/v2.0/networks/" + network("alice", "blue");
        server.call("alice", "PUT", path, 200, "{'network': {'name': 'x'}}", "If-Match", "revision_number=0");
        assertThat(server.refusal(
                        "alice", "PUT", path, 412, "{'network': {'name': 'y'}}", "If-Match", "revision_number=0"))
                .isEqualTo("RevisionNumberConstraintFailed: Constrained to 0, but current revision is 1");
        assertThat(server.refusal("alice", "DELETE", path, 412, "", "If-Match", "revision_number=0"))
                .startsWith("RevisionNumberConstraintFailed");
        assertThat(server.refusal("alice", "DELETE", path, 400, "", "If-Match", "x"))
                .contains("Unsupported If-Match");
        server.call("alice", "DELETE", path, 204, "", "If-Match", "revision_number=1");
    }

    @Test
    void nobodyIsAnsweredWhoIsNotKnown() throws Exception {
        assertThat(server.refusal("nobody", "GET", "/v2.0/networks", 401, "")).startsWith("HTTPUnauthorized");
        assertThat(server.refusal("reader", "POST", "/v2.0/networks", 403, "{'network': {}}"))
                .isEqualTo("PolicyNotAuthorized: rule:create_network is disallowed by policy");
        assertThat(get("Authorization", "Bearer alice")).isEqualTo(200);
        assertThat(get("Authorization", "Basic " + base64("alice:päss:word"))).isEqualTo(200);
        assertThat(get("Authorization", "Basic " + base64("alice:wrong"))).isEqualTo(401);
        assertThat(get("Authorization", "Basic " + base64("alice"))).isEqualTo(401);
        assertThat(get("Authorization", "Basic ???")).isEqualTo(401);
        assertThat(get("Authorization", "Digest x")).isEqualTo(401);
        assertThat(get("Authorization", "x")).isEqualTo(401);
        assertThat(get("X-Other", "x")).isEqualTo(401);
    }

    private int get(String header, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri().resolve("/v2.0/networks"))
                .header(header, value)
                .build();
        return server.client()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whoGuessesIsMadeToWaitAndSoIsWhoAsksTooMuch() throws Exception {
        try (NetworkingServer strict = new NetworkingServer(new RequestLimits(3, 2, 1024))) {
            for (int i = 0; i < 6; i++) {
                strict.get("alice", "/v2.0/networks");
            }
            assertThat(strict.refusal("alice", "GET", "/v2.0/networks", 429, ""))
                    .startsWith("HTTPTooManyRequests");
            strict.get("bob", "/v2.0/networks");
            strict.now.updateAndGet(now -> now.plusSeconds(1));
            strict.get("alice", "/v2.0/networks");
            assertThat(strict.refusal("alice", "POST", "/v2.0/networks", 413, "{'x': '" + "y".repeat(2000) + "'}"))
                    .startsWith("HTTPRequestEntityTooLarge");
            for (int i = 0; i < 4; i++) {
                strict.refusal("nobody", "GET", "/v2.0/networks", 401, "");
            }
            strict.refusal("nobody", "GET", "/v2.0/networks", 429, "");
            strict.refusal("bob", "GET", "/v2.0/networks", 429, "");
            strict.now.updateAndGet(now -> now.plusSeconds(1));
            strict.get("bob", "/v2.0/networks");
        }
    }

    @Test
    void whatCannotBeKeptIsNotDone() throws Exception {
        server.tenancy.isBroken.set(true);
        assertThat(server.refusal("alice", "POST", "/v2.0/networks", 503, "{'network': {}}"))
                .isEqualTo("ServiceUnavailable: The disk is full.");
    }
}
