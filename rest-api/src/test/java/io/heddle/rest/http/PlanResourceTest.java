package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.rest.networking.DemoTenants;
import io.heddle.topology.design.FabricGenerator;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlanResourceTest {
    private static final String OF_SERVER = "/api/v1/switches/4844000000000001/plan";
    private static final String PLAN = "/api/v1/switches/0000000e00000000/plan";

    private final RunningServer server =
            RunningServer.showing(DemoFabric.planned(FabricGenerator.fatTree(4)), DemoTenants.of(3, 4));

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

    @Test
    void anAdministratorIsShownThePlanOfAServersBridge() throws Exception {
        String text = server.reply(OF_SERVER + "?format=text", "X-Auth-Token", "admin")
                .body();
        assertThat(text).startsWith("h1 (4844000000000001): ").contains("in force");
        assertThat(text.lines().filter(line -> line.startsWith("table ")).map(line -> line.split(" ", 3)[1]))
                .isSortedAccordingTo(Comparator.comparing(Integer::valueOf))
                .contains("0", "2", "10");
        JsonNode plan = JsonMapper.shared()
                .readTree(server.reply(OF_SERVER, "X-Auth-Token", "admin").body());
        assertThat(plan.get("rules")
                        .valueStream()
                        .map(rule -> rule.get("tableName").asString()))
                .contains("classify", "guard", "deliver")
                .doesNotContain("");
    }

    @Test
    void nobodyElseIsShownThePlanOfAServersBridge() throws Exception {
        assertThat(server.reply(OF_SERVER).statusCode()).isEqualTo(404);
        assertThat(server.reply(OF_SERVER, "X-Auth-Token", "project-1").statusCode())
                .isEqualTo(404);
        assertThat(server.reply(OF_SERVER, "X-Auth-Token", "stranger").statusCode())
                .isEqualTo(401);
        assertThat(server.reply("/api/v1/switches/4844000000000099/plan", "X-Auth-Token", "admin")
                        .body())
                .contains("administrator's token");
    }
}
