package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.rest.networking.DemoTenants;
import io.heddle.topology.design.FabricGenerator;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProbeResourceTest {

    private static final String PATH = "/api/v1/probe?src=vm-0&dst=vm-3";

    private final RunningServer server =
            RunningServer.showing(DemoFabric.planned(FabricGenerator.fatTree(4)), DemoTenants.of(2, 5));

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> post(RunningServer to, String token, String path) throws Exception {
        return to.send(HttpRequest.newBuilder(to.uri(path))
                .header("X-Auth-Token", token)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void itIsToldWhatPassesAndWhatDoesNot() throws Exception {
        HttpResponse<String> reply = post(server, "project-1", PATH);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        JsonNode probe = JsonMapper.shared().readTree(reply.body());
        assertThat(probe.get("expected").asInt()).isEqualTo(1450);
        assertThat(probe.get("largest").asInt()).isEqualTo(1450);
        assertThat(probe.get("full").asBoolean()).isTrue();
        assertThat(probe.at("/packets")
                        .valueStream()
                        .map(packet -> packet.get("size").asInt() + " "
                                + packet.get("outcome").asString()))
                .containsExactly("100 passes", "1450 passes", "1451 too-large");
        assertThat(probe.get("verdict").asString())
                .isEqualTo("100 octets pass. 1450 octets pass. 1451 octets do not: a router says that the next network"
                        + " takes 1450.");
        assertThat(probe.at("/way/0").asString()).isEqualTo("h0");
    }

    @Test
    void whatCannotBeFoundOutIsRefused() throws Exception {
        assertThat(post(server, "nobody", PATH).statusCode()).isEqualTo(401);
        assertThat(post(server, "project-1", "/api/v1/probe?src=vm-0").statusCode())
                .isEqualTo(400);
        assertThat(post(server, "project-1", "/api/v1/probe?src=vm-0&dst=" + DemoTenants.port(0, 1))
                        .statusCode())
                .isEqualTo(404);
        try (RunningServer open =
                RunningServer.showing(DemoFabric.planned(FabricGenerator.fatTree(4)), DemoTenants.unguarded(2, 5))) {
            HttpResponse<String> reply = post(open, "project-1", PATH);
            assertThat(reply.statusCode()).isEqualTo(409);
            assertThat(reply.body()).contains("no port security");
        }
    }
}
