package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoElephants;
import io.heddle.rest.DemoFabric;
import io.heddle.rest.networking.DemoTenants;
import io.heddle.topology.design.FabricGenerator;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TenantResourceTest {
    private static final List<String> PATHS = List.of(
            "/api/v1/tenants/usage", "/api/v1/tenants/networks", "/api/v1/tenants/ports", "/api/v1/tenants/elephants");

    private final DemoTenants tenants = DemoTenants.of(4, 3);
    private final RunningServer server =
            RunningServer.showing(DemoElephants.in(DemoFabric.healthy(FabricGenerator.fatTree(4))), tenants);

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode get(String token, String path) throws Exception {
        HttpResponse<String> reply = server.reply(path, "Authorization", "Bearer " + token);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(reply.body());
    }

    private static List<String> all(JsonNode items, String field) {
        return items.valueStream().map(each -> each.get(field).asString()).toList();
    }

    @Test
    void nothingIsShownWithoutACredentialAndABrowserIsNotMadeToAskForAPassword() throws Exception {
        for (String path : PATHS) {
            for (HttpResponse<String> reply :
                    List.of(server.reply(path), server.reply(path, "X-Auth-Token", "guessed"))) {
                assertThat(reply.statusCode()).isEqualTo(401);
                assertThat(reply.headers().firstValue("Content-Type").orElseThrow())
                        .startsWith("application/problem+json");
                assertThat(reply.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"heddle\"");
                assertThat(reply.body()).contains("X-Auth-Token").doesNotContain("net-");
            }
        }
    }

    @Test
    void aServerWithoutTenantsSaysSo() throws Exception {
        try (RunningServer plain = RunningServer.showing(DemoFabric.healthy(FabricGenerator.fatTree(4)))) {
            for (String path : PATHS) {
                assertThat(plain.reply(path).statusCode()).isEqualTo(404);
            }
            assertThat(plain.reply("/metrics", "X-Auth-Token", "admin").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void anAdministratorIsToldWhatEveryPortNetworkAndProjectCarried() throws Exception {
        tenants.carry(1_000);
        tenants.carry(1_000);
        JsonNode usage = get("admin", "/api/v1/tenants/usage");
        assertThat(usage.get("ports").size()).isEqualTo(12);
        assertThat(all(usage.get("projects"), "id")).containsExactly("project-0", "project-1");
        JsonNode port = usage.at("/ports/0");
        assertThat(port.get("network").asString()).isEqualTo(DemoTenants.id(0).toString());
        assertThat(port.get("traffic").toString())
                .isEqualTo("{\"sentBytes\":2000,\"sentPackets\":2,\"receivedBytes\":4000,\"receivedPackets\":4}");
        assertThat(usage.at("/ports/2/traffic/sentBytes").asLong()).isZero();
        assertThat(usage.at("/networks/3/traffic/sentBytes").asLong()).isEqualTo(4_000);
        assertThat(usage.at("/projects/1/traffic/receivedBytes").asLong()).isEqualTo(16_000);
    }

    @Test
    void aReaderIsToldOfTheirOwnProjectOnly() throws Exception {
        tenants.carry(1_000);
        JsonNode usage = get("project-1", "/api/v1/tenants/usage");
        assertThat(all(usage.get("projects"), "id")).containsExactly("project-1");
        assertThat(all(usage.get("networks"), "project"))
                .containsOnly("project-1")
                .hasSize(2);
        assertThat(all(usage.get("ports"), "project")).containsOnly("project-1").hasSize(6);
        assertThat(get("project-1", "/api/v1/tenants/usage?project=project-0").get("ports"))
                .isEmpty();
        assertThat(get("project-1", "/api/v1/tenants/ports?network=" + DemoTenants.id(0))
                        .get("ports"))
                .isEmpty();
        assertThat(all(get("project-1", "/api/v1/tenants/networks").get("networks"), "name"))
                .containsExactly("net-1", "net-3");
    }

    @Test
    void aLargeFlowOfATunnelIsShownToWhoOwnsTheNetworkInsideAndItsOuterFlowToAdministrators() throws Exception {
        JsonNode shown = get("admin", "/api/v1/tenants/elephants").get("elephants");
        assertThat(all(shown, "network")).containsExactly(DemoTenants.id(0).toString());
        assertThat(shown.at("/0/name").asString()).isEqualTo("net-0");
        assertThat(shown.at("/0/project").asString()).isEqualTo("project-0");
        assertThat(shown.at("/0/flow").asString()).isEqualTo("tcp-10.0.0.2-40000-10.2.0.2-5001");
        assertThat(shown.at("/0/gainBitsPerSecond").asLong()).isEqualTo(4_700_000);
        JsonNode own = get("project-0", "/api/v1/tenants/elephants").get("elephants");
        assertThat(own.at("/0/bitsPerSecond").asLong()).isEqualTo(9_100_000);
        assertThat(own.at("/0/flow").isNull()).isTrue();
        assertThat(get("project-1", "/api/v1/tenants/elephants").get("elephants"))
                .isEmpty();
        assertThat(get("admin", "/api/v1/tenants/elephants?project=project-1").get("elephants"))
                .isEmpty();
    }

    @Test
    void aLargeFlowBetweenRoutedAddressesIsShownToWhoOwnsTheNetworksOfEither() throws Exception {
        try (RunningServer routing = RunningServer.showing(
                DemoElephants.in(DemoFabric.healthy(FabricGenerator.fatTree(4))),
                DemoTenants.routed("10.1.0.2", "10.3.1.2"))) {
            JsonNode shown = elephants(routing, "admin");
            assertThat(all(shown, "network"))
                    .containsExactly(
                            DemoTenants.id(0).toString(), DemoTenants.id(1).toString());
            assertThat(all(shown, "flow")).containsOnly("tcp-10.1.0.2-40002-10.3.1.2-5001");
            JsonNode own = elephants(routing, "project-1");
            assertThat(all(own, "name")).containsExactly("net-1");
            assertThat(own.at("/0/flow").isNull()).isTrue();
        }
    }

    private static JsonNode elephants(RunningServer from, String token) throws Exception {
        HttpResponse<String> reply = from.reply("/api/v1/tenants/elephants", "Authorization", "Bearer " + token);
        return JsonMapper.shared().readTree(reply.body()).get("elephants");
    }

    @Test
    void whatIsAskedForCanBeNarrowedDown() throws Exception {
        String network = DemoTenants.id(2).toString();
        JsonNode usage = get("admin", "/api/v1/tenants/usage?network=" + network);
        assertThat(all(usage.get("ports"), "network")).containsOnly(network).hasSize(3);
        assertThat(all(usage.get("networks"), "id")).containsExactly(network);
        assertThat(usage.get("projects")).isEmpty();
        assertThat(all(get("admin", "/api/v1/tenants/usage?project=project-1").get("networks"), "project"))
                .containsOnly("project-1");
        assertThat(all(
                        get("admin", "/api/v1/tenants/networks?network=" + network)
                                .get("networks"),
                        "name"))
                .containsExactly("net-2");
        assertThat(get("admin", "/api/v1/tenants/ports?network=" + network + "&project=project-1")
                        .get("ports"))
                .isEmpty();
    }

    @Test
    void aNetworkThatCannotBeIsRefused() throws Exception {
        HttpResponse<String> reply = server.reply("/api/v1/tenants/ports?network=net-1", "X-Auth-Token", "admin");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("not a UUID: 'net-1'", "/api/v1/tenants/networks");
        assertThat(server.reply("/api/v1/tenants/ports?project=a&project=b", "X-Auth-Token", "admin")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aNetworkTellsHowManyOfItsPortsWorkAndWhatTheyCarry() throws Exception {
        JsonNode silent = get("admin", "/api/v1/tenants/networks").at("/networks/0");
        assertThat(silent.at("/pace/sentBitsPerSecond").isNull()).isTrue();
        tenants.carry(1_000);
        tenants.carry(5_000);
        JsonNode network = get("admin", "/api/v1/tenants/networks").at("/networks/1");
        assertThat(network.get("ports").asInt()).isEqualTo(3);
        assertThat(network.get("portsActive").asInt()).isEqualTo(2);
        assertThat(network.get("segment").toString()).isEqualTo("{\"type\":\"gre\",\"physicalNetwork\":null,\"id\":2}");
        assertThat(network.at("/subnets/0").asString()).isEqualTo("192.168.0.0/24");
        assertThat(network.at("/traffic/sentBytes").asLong()).isEqualTo(12_000);
        assertThat(network.at("/pace/sentBitsPerSecond").asLong()).isEqualTo(16_000);
        assertThat(network.at("/pace/receivedBitsPerSecond").asLong()).isEqualTo(32_000);
        assertThat(get("project-1", "/api/v1/tenants/networks")
                        .at("/networks/0/segment")
                        .isNull())
                .isTrue();
    }

    @Test
    void aPortTellsWhereItIsAndWhyItDoesNotWork() throws Exception {
        JsonNode ports = get("admin", "/api/v1/tenants/ports?network=" + DemoTenants.id(1))
                .get("ports");
        assertThat(ports.at("/1/place").toString())
                .isEqualTo("{\"server\":\"h1\",\"address\":\"10.0.1.2\",\"device\":\"tap0\"}");
        assertThat(ports.at("/1/status").asString()).isEqualTo("ACTIVE");
        assertThat(ports.at("/1/reason").isNull()).isTrue();
        assertThat(ports.at("/1/addresses/0").asString()).isEqualTo("192.168.0.11");
        assertThat(ports.at("/2/status").asString()).isEqualTo("DOWN");
        assertThat(ports.at("/2/reason").asString()).contains("iface-id");
        assertThat(ports.at("/2/place").isNull()).isTrue();
        JsonNode own = get("project-1", "/api/v1/tenants/ports").get("ports");
        assertThat(own.size()).isEqualTo(6);
        assertThat(own.valueStream()
                        .allMatch(port ->
                                port.get("place").isNull() && port.get("reason").isNull()))
                .isTrue();
    }

    @Test
    void metricsHaveNetworksAndProjectsForWhoMaySeeThem() throws Exception {
        tenants.carry(1_000);
        String network = "heddle_tenant_network_sent_bytes_total{network=\"" + DemoTenants.id(1)
                + "\",project=\"project-1\"} 2000.0";
        String project = "heddle_tenant_project_received_packets_total{project=\"project-0\"} 8.0";
        assertThat(server.reply("/metrics").body())
                .contains("heddle_fabric_ready")
                .doesNotContain("heddle_tenant_");
        assertThat(server.reply("/metrics", "X-Auth-Token", "admin").body())
                .contains("heddle_fabric_ready", network, project);
        assertThat(server.reply("/metrics", "Authorization", "Bearer project-1").body())
                .contains(network)
                .doesNotContain("project-0");
        assertThat(server.reply("/metrics", "X-Auth-Token", "guessed").statusCode())
                .isEqualTo(401);
    }
}
