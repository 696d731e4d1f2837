package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.rest.FabricSnapshot;
import io.heddle.topology.design.FabricGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PathResourceTest {
    private final RunningServer server = RunningServer.showing(DemoFabric.planned(FabricGenerator.fatTree(4)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void betweenPodsThereAreFourWaysOfFiveSwitches() throws Exception {
        JsonNode paths = server.json("/api/v1/paths?src=10.0.0.2&dst=10.3.1.3");

        assertThat(paths.at("/count").asInt()).isEqualTo(4);
        assertThat(paths.get("paths"))
                .hasSize(4)
                .allSatisfy(path -> assertThat(path.get("hops")).hasSize(5));
        assertThat(paths.at("/from/name").asString()).isEqualTo("e0-0");
        assertThat(paths.at("/to/name").asString()).isEqualTo("e3-1");
        assertThat(paths.at("/paths/0/hops/0/address").asString()).isEqualTo("10.0.0.1");
        assertThat(paths.at("/paths/0/hops/0/inPort").asInt()).isEqualTo(1);
    }

    @Test
    void onOneSwitchThereIsOneWay() throws Exception {
        JsonNode paths = server.json("/api/v1/paths?src=10.0.0.2&dst=10.0.0.3");

        assertThat(paths.at("/count").asInt()).isEqualTo(1);
        assertThat(paths.at("/paths/0/hops")).hasSize(1);
    }

    @Test
    void anAddressThatIsNoneIsRefused() throws Exception {
        assertThat(server.reply("/api/v1/paths?src=10.0.0&dst=10.0.0.3").body())
                .contains("\"status\":400", "Query parameter 'src': not an IPv4 address: '10.0.0'");
    }

    @Test
    void aMissingAddressIsNamed() throws Exception {
        assertThat(server.reply("/api/v1/paths?src=10.0.0.2").body())
                .contains("\"status\":400", "The query parameter 'dst' is missing.");
        assertThat(server.reply("/api/v1/paths?src=10.0.0.2&src=10.0.0.3&dst=10.0.0.2")
                        .body())
                .contains("The query parameter 'src' is given more than once.");
    }

    @Test
    void anAddressNobodyHasIsNotFound() throws Exception {
        assertThat(server.reply("/api/v1/paths?src=10.0.0.2&dst=192.0.2.1").body())
                .contains("\"status\":404", "192.0.2.1");
    }

    @Test
    void whileTheFabricFormsThereIsNoAnswerYet() throws Exception {
        try (RunningServer forming = RunningServer.showing(FabricSnapshot.forming(DemoFabric.NOW))) {
            assertThat(forming.reply("/api/v1/paths?src=10.0.0.2&dst=10.0.0.3").statusCode())
                    .isEqualTo(503);
        }
    }
}
