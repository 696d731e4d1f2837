package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.topology.design.FabricGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PlanResourceTest {
    private static final String PLAN = "/api/v1/switches/0000000e00000000/plan";

    private final RunningServer server = RunningServer.showing(DemoFabric.planned(FabricGenerator.fatTree(4)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void rulesAndGroupsAreWrittenAsJsonWithTheirPurpose() throws Exception {
        JsonNode plan = server.json(PLAN);

        assertThat(plan.at("/synced").asBoolean()).isTrue();
        assertThat(plan.get("groups")).isNotEmpty();
        assertThat(plan.get("rules")
                        .valueStream()
                        .map(rule -> rule.get("tableName").asString()))
                .contains("classify", "up", "down", "local");
        assertThat(plan.get("rules")
                        .valueStream()
                        .map(rule -> rule.get("purpose").asString()))
                .contains("discovery", "routing", "delivery")
                .doesNotContain("unknown");
    }

    @Test
    void theSameIsWrittenAsTextForPeople() throws Exception {
        var reply = server.reply(PLAN + "?format=text");

        assertThat(reply.headers().firstValue("Content-Type").orElseThrow()).startsWithIgnoringCase("text/plain");
        assertThat(reply.body())
                .startsWith("e0-0 (0000000e00000000): ")
                .contains("\ntable 0 classify\n  cookie=0x4845444c");
        assertThat(server.reply(PLAN, "Accept", "text/plain").body()).isEqualTo(reply.body());
    }

    @Test
    void anUnknownFormatIsRefused() throws Exception {
        assertThat(server.reply(PLAN + "?format=xml").body()).contains("There is no format 'xml'.");
    }

    @Test
    void thePlanOfAnUnknownSwitchIsNotFound() throws Exception {
        assertThat(server.reply("/api/v1/switches/9/plan").statusCode()).isEqualTo(404);
    }
}
