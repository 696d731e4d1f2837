package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.rest.networking.DemoTenants;
import io.heddle.topology.design.FabricGenerator;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplainResourceTest {

    private static final String PATH =
            "/api/v1/explain?src=" + DemoTenants.port(1, 0) + "&dst=" + DemoTenants.port(1, 1);

    private final RunningServer server =
            RunningServer.showing(DemoFabric.healthy(FabricGenerator.fatTree(4)), DemoTenants.of(2, 3));

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> ask(String token, String path) throws Exception {
        return server.reply(path, "X-Auth-Token", token);
    }

    private JsonNode explanation(String token, String path) throws Exception {
        HttpResponse<String> reply = ask(token, path);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(reply.body());
    }

    private void assertRefused(String path, int status, String... words) throws Exception {
        HttpResponse<String> reply = ask("project-1", path);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).contains(words);
    }

    @Test
    void everyStageSaysWhatItDecidesAndWhy() throws Exception {
        JsonNode explanation = explanation("project-1", PATH + "&dport=22");
        assertThat(explanation.get("outcome").asString()).isEqualTo("BLOCKS");
        assertThat(explanation.get("service").asString()).isEqualTo("tcp to port 22");
        assertThat(explanation.get("from").asString()).isEqualTo("192.168.0.10");
        assertThat(explanation.get("to").asString()).isEqualTo("192.168.0.11");
        assertThat(explanation
                        .get("findings")
                        .valueStream()
                        .map(finding -> finding.get("stage").asString() + " "
                                + finding.get("outcome").asString()))
                .containsExactly(
                        "SOURCE PASSES", "EGRESS BLOCKS", "WAY PASSES", "INGRESS BLOCKS", "DESTINATION PASSES");
        assertThat(explanation.at("/findings/1/reason").asString()).contains("in no security group");
        assertThat(explanation.at("/findings/2/decider/type").asString()).isEqualTo("network");
        assertThat(explanation.at("/findings/2/decider/id").asString())
                .isEqualTo(DemoTenants.id(1).toString());
    }

    @Test
    void aServiceIsAPingUnlessItIsSaidToBeAnotherOne() throws Exception {
        for (List<String> each : List.of(
                List.of("", "ping"),
                List.of("&proto=ICMP", "ping"),
                List.of("&proto=udp&dport=53", "udp to port 53"),
                List.of("&proto=17&dport=53", "udp to port 53"),
                List.of("&proto=112", "vrrp"),
                List.of("&proto=200", "200"))) {
            assertThat(explanation("admin", PATH + each.getFirst())
                            .get("service")
                            .asString())
                    .isEqualTo(each.getLast());
        }
        String address = PATH.replace(DemoTenants.port(1, 1).toString(), "192.168.0.11");
        assertThat(explanation("admin", address).get("findings")).hasSize(5);
    }

    @Test
    void portsOfOthersAreNotThere() throws Exception {
        assertThat(server.reply(PATH).statusCode()).isEqualTo(401);
        assertThat(ask("admin", PATH).statusCode()).isEqualTo(200);
        HttpResponse<String> reply = ask("project-0", PATH);
        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.body()).contains("There is no such port among yours.");
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        assertRefused("/api/v1/explain", 400, "'src' is missing");
        assertRefused("/api/v1/explain?src=x", 400, "not a UUID: 'x'");
        assertRefused(PATH.replaceFirst("&dst=.*", ""), 400, "'dst' is missing");
        assertRefused(PATH.replaceFirst("&dst=.*", "&dst=vm1"), 400, "Query parameter 'dst'");
        assertRefused(PATH + "&proto=tcp", 400, "'dport' is missing");
        assertRefused(PATH + "&proto=tpc", 400, "There is no proto 'tpc'");
        assertRefused(PATH + "&proto=icmp&dport=1", 400, "dport goes with tcp, udp or sctp");
        assertRefused(PATH + "&dport=65536", 400, "a port is 0 to 65535");
        assertRefused(PATH + "&sport=1", 400, "There is no query parameter 'sport'");
    }
}
