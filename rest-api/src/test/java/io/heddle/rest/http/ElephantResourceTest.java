package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoElephants;
import io.heddle.rest.DemoFabric;
import io.heddle.rest.FabricCommands.Reason;
import io.heddle.rest.FabricCommands.Result;
import io.heddle.topology.design.FabricGenerator;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ElephantResourceTest {

    private static final String PIN = "/api/v1/elephants/pins/tcp-10.0.0.2-40000-10.2.0.2-5001";
    private static final String SCHEDULER = "/api/v1/elephants/scheduler";

    private final RunningServer server =
            RunningServer.showing(DemoElephants.in(DemoFabric.planned(FabricGenerator.fatTree(4))));

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpRequest.Builder put(String path, String body) {
        return HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body));
    }

    private void assertRefused(HttpRequest.Builder request, int status, String detail) throws Exception {
        HttpResponse<String> reply = server.send(request);
        assertThat(reply.statusCode()).isEqualTo(status);
        JsonNode problem = JsonMapper.shared().readTree(reply.body());
        assertThat(problem.at("/status").asInt()).isEqualTo(status);
        assertThat(problem.at("/detail").asString()).contains(detail);
        assertThat(problem.at("/remedy").asString()).isNotBlank();
    }

    @Test
    void largeFlowsAreListedWithTheirWayAndTheGainOverTheHash() throws Exception {
        JsonNode elephants = server.json("/api/v1/elephants");
        assertThat(elephants.at("/scheduler").asString()).isEqualTo("heddle");
        assertThat(elephants.at("/schedulers").size()).isEqualTo(7);
        assertThat(elephants.at("/bitsPerSecond").asLong()).isEqualTo(22_800_000);
        assertThat(elephants.at("/hashedBitsPerSecond").asLong()).isEqualTo(18_100_000);
        assertThat(elephants.at("/rules/perSwitch").asInt()).isEqualTo(1000);
        JsonNode flow = elephants.at("/flows/0");
        assertThat(flow.at("/flow/id").asString()).isEqualTo("tcp-10.0.0.2-40000-10.2.0.2-5001");
        assertThat(flow.at("/gainBitsPerSecond").asLong()).isEqualTo(4_700_000);
        assertThat(flow.at("/why").asString()).contains("carry less");
        assertThat(flow.at("/path")
                        .valueStream()
                        .map(end -> end.at("/name").asString().charAt(0)))
                .containsExactly('e', 'a', 'c', 'a', 'e');
        assertThat(flow.at("/path")).isNotEqualTo(flow.at("/hashedPath"));
        assertThat(elephants.at("/pins/0/flow/src").asString()).isEqualTo("10.0.0.3");
        assertThat(elephants.at("/pins/0/name").asString()).startsWith("c");
    }

    @Test
    void whatIsAcceptedIsAnsweredWithoutABody() throws Exception {
        assertThat(server.send(put(SCHEDULER, "{\"scheduler\": \"global-first-fit\"}"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(server.send(put(PIN, "{\"through\": \"c\"}")).statusCode()).isEqualTo(204);
        assertThat(server.send(HttpRequest.newBuilder(server.uri(PIN)).DELETE()).statusCode())
                .isEqualTo(204);
        assertThat(server.commands.taken())
                .containsExactly(
                        "scheduler global-first-fit",
                        "pin tcp 10.0.0.2:40000 > 10.2.0.2:5001 through 000000000000000c",
                        "release tcp 10.0.0.2:40000 > 10.2.0.2:5001");
    }

    @Test
    void aRefusalOfTheControllerIsAProblemDocument() throws Exception {
        server.commands.answering(new Result.Refused(Reason.UNKNOWN, "No such switch."));
        assertRefused(put(PIN, "{\"through\": \"c\"}"), 404, "No such switch.");
        server.commands.answering(new Result.Refused(Reason.IMPOSSIBLE, "No way."));
        assertRefused(put(PIN, "{\"through\": \"c\"}"), 409, "No way.");
        server.commands.answering(new Result.Refused(Reason.TOO_EARLY, "Forming."));
        assertRefused(put(PIN, "{\"through\": \"c\"}"), 503, "Forming.");
    }

    @Test
    void whatIsNoProperRequestReachesNobody() throws Exception {
        assertRefused(put(SCHEDULER, "{\"scheduler\": \"magic\"}"), 400, "There is no scheduler 'magic'.");
        assertRefused(put(SCHEDULER, "{\"scheduler\": 7}"), 400, "not text");
        assertRefused(put(SCHEDULER, "{\"scheduler\": \"ecmp\", \"more\": 1}"), 400, "exactly the fields");
        assertRefused(put(SCHEDULER, "{"), 400, "not JSON");
        assertRefused(put(SCHEDULER, "[]"), 400, "exactly the fields");
        assertRefused(put(PIN, "{\"through\": \"nowhere\"}"), 400, "nowhere");
        assertRefused(put("/api/v1/elephants/pins/udp-1.2.3.4-99999-1.2.3.5-1", "{\"through\": \"1\"}"), 400, "port");
        assertRefused(put("/api/v1/elephants/pins/icmp-1", "{\"through\": \"1\"}"), 400, "does not name a flow");
        assertRefused(
                put(SCHEDULER + "?force=1", "{\"scheduler\": \"ecmp\"}"), 400, "There is no query parameter 'force'");
        HttpRequest.Builder text = HttpRequest.newBuilder(server.uri(SCHEDULER))
                .header("Content-Type", "text/plain")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"scheduler\": \"ecmp\"}"));
        assertRefused(text, 415, "not declared as JSON");
        assertThat(server.send(put(SCHEDULER, " ".repeat(20_000))).statusCode()).isEqualTo(413);
        assertThat(server.commands.taken()).isEmpty();
    }

    @Test
    void aPageOfAnotherSiteChangesNothing() throws Exception {
        String body = "{\"scheduler\": \"ecmp\"}";
        assertRefused(put(SCHEDULER, body).header("Sec-Fetch-Site", "cross-site"), 403, "Another site's page");
        assertRefused(put(SCHEDULER, body).header("Sec-Fetch-Site", "same-site"), 403, "Another site's page");
        for (String origin : List.of("http://evil.example", "http://127.0.0.1:1", "null")) {
            assertRefused(put(SCHEDULER, body).header("Origin", origin), 403, origin);
        }
        assertThat(server.commands.taken()).isEmpty();
        String own = "http://127.0.0.1:" + server.server.port();
        HttpRequest.Builder dashboard =
                put(SCHEDULER, body).header("Origin", own).header("Sec-Fetch-Site", "same-origin");
        assertThat(server.send(dashboard).statusCode()).isEqualTo(204);
    }
}
