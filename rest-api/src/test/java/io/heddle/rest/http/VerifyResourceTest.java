package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.rest.networking.DemoTenants;
import io.heddle.topology.design.FabricGenerator;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VerifyResourceTest {

    private static final int NETWORKS = 4;
    private static final int PORTS = 3;
    private static final String PATH = "/api/v1/verify/isolation";

    private final RunningServer server =
            RunningServer.showing(DemoFabric.healthy(FabricGenerator.fatTree(4)), DemoTenants.of(NETWORKS, PORTS));

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode verdict(String token, String path) throws Exception {
        HttpResponse<String> reply = server.reply(path, "X-Auth-Token", token);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(reply.body());
    }

    @Test
    void anAdministratorHasAllPortsVerifiedThatArePluggedIn() throws Exception {
        JsonNode verdict = verdict("admin", PATH);
        assertThat(verdict.get("isolated").asBoolean()).as(verdict.toString()).isTrue();
        assertThat(verdict.get("complete").asBoolean()).isTrue();
        assertThat(verdict.get("ports").asInt()).isEqualTo(NETWORKS * (PORTS - 1));
        assertThat(verdict.get("pairs").asInt()).isEqualTo(NETWORKS * (PORTS - 1) * (PORTS - 2));
        assertThat(verdict.get("differences")).isEmpty();
    }

    @Test
    void aMemberHasItsOwnPortsVerifiedAndMayNarrowThemFurther() throws Exception {
        assertThat(verdict("project-1", PATH).get("ports").asInt()).isEqualTo(NETWORKS / 2 * (PORTS - 1));
        assertThat(verdict("project-1", PATH + "?network=" + DemoTenants.id(1))
                        .get("ports")
                        .asInt())
                .isEqualTo(PORTS - 1);
        assertThat(verdict("project-1", PATH + "?network=" + DemoTenants.id(0))
                        .get("ports")
                        .asInt())
                .isZero();
    }

    @Test
    void nobodyElseIsAnswered() throws Exception {
        assertThat(server.reply(PATH, "X-Auth-Token", "stranger").statusCode()).isEqualTo(401);
        assertThat(server.reply(PATH + "?network=x", "X-Auth-Token", "admin").statusCode())
                .isEqualTo(400);
    }
}
