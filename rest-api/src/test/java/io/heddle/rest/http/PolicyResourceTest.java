package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.rest.networking.DemoTenants;
import io.heddle.topology.design.FabricGenerator;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PolicyResourceTest {

    private static final String PATH = "/api/v1/projects/project-1/policy";
    private static final String STATEMENT = ("{'groups': {'all': ['vm-0', 'vm-1', 'vm-2']}, 'allow': ["
                    + "{'from': 'all', 'to': 'all', 'protocol': 'icmp'}, {'from': 'vm-1', 'to': 'internet'},"
                    + " {'from': 'outside', 'to': 'vm-0', 'protocol': 'tcp', 'port': '8000-8100'}]}")
            .replace('\'', '"');

    private final RunningServer server =
            RunningServer.showing(DemoFabric.healthy(FabricGenerator.fatTree(4)), DemoTenants.of(2, 3));

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .headers("X-Auth-Token", "admin", "Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode answer(String method, String path, String body) throws Exception {
        HttpResponse<String> reply = ask(method, path, body);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(reply.body());
    }

    @Test
    void aDryRunTellsWhatWouldChangeAndChangesNothing() throws Exception {
        JsonNode change = answer("PUT", PATH + "?dry_run=true", STATEMENT);
        assertThat(change.get("dryRun").asBoolean()).isTrue();
        assertThat(change.get("changes").valueStream().map(JsonNode::asString))
                .contains(
                        "New: security group policy:all.",
                        "New: a rule of security group policy:vm-0, ingress over IPv4, for policy line 3: outside to vm-0,"
                                + " tcp 8000-8100.",
                        "Port vm-1 is in policy:all, policy:vm-1.");
        assertThat(ask("GET", PATH, "").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsPutIsInForceIsExplainedByItsLinesAndCanBeTakenAway() throws Exception {
        assertThat(answer("PUT", PATH, STATEMENT).get("dryRun").asBoolean()).isFalse();
        assertThat(answer("PUT", PATH, STATEMENT).get("changes")).isEmpty();
        JsonNode policy = answer("GET", PATH, "");
        assertThat(policy.at("/groups/vm-1/0").asString())
                .isEqualTo(DemoTenants.port(1, 1).toString());
        assertThat(policy.get("allow")).hasSize(3);
        assertThat(policy.at("/allow/2/port").asString()).isEqualTo("8000-8100");
        String explain = "/api/v1/explain?src=" + DemoTenants.port(1, 0) + "&dst=" + DemoTenants.port(1, 1);
        assertThat(answer("GET", explain, "").at("/findings/1/reason").asString())
                .isEqualTo(
                        "A rule of its security groups lets ping out to 192.168.0.11, for policy line 1: all to all, icmp.");
        assertThat(answer("GET", explain + "&dport=22", "")
                        .at("/findings/3/reason")
                        .asString())
                .isEqualTo("No line of its project's policy lets tcp to port 22 in from 192.168.0.10.");
        assertThat(answer("DELETE", PATH, "").get("changes")).isNotEmpty();
        assertThat(ask("GET", PATH, "").statusCode()).isEqualTo(404);
        assertThat(ask("DELETE", PATH, "").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsNoStatementIsRefusedWithWhatIsWrong() throws Exception {
        for (List<String> each : List.of(
                List.of("{'groups': {}}", "exactly the fields allow, groups"),
                List.of("{'groups': [], 'allow': []}", "'groups' is to be an object"),
                List.of("{'groups': {'a': 'vm-0'}, 'allow': []}", "an array of ports"),
                List.of("{'groups': {}, 'allow': [{'from': 'vm-0', 'to': 'vm-1', 'ports': 1}]}", "Line 1 of 'allow'"),
                List.of(
                        "{'groups': {}, 'allow': [{'from': 'vm-0', 'to': 'vm-1', 'protocol': 'x'}]}",
                        "There is no protocol"),
                List.of(
                        "{'groups': {}, 'allow': [{'from': 'vm-0', 'to': 'vm-1', 'protocol': 'tcp', 'port': 'x'}]}",
                        "There is no port"),
                List.of("{'groups': {}, 'allow': [{'from': 'vm-7', 'to': 'vm-1'}]}", "'vm-7'"))) {
            HttpResponse<String> reply = ask("PUT", PATH, each.getFirst().replace('\'', '"'));
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
            assertThat(JsonMapper.shared().readTree(reply.body()).get("detail").asString())
                    .contains(each.getLast());
        }
        assertThat(ask("PUT", PATH + "?dry_run=maybe", STATEMENT).statusCode()).isEqualTo(400);
        assertThat(server.reply(PATH, "X-Auth-Token", "project-0").statusCode()).isEqualTo(404);
    }
}
