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

/** Traces of tenants' ports over HTTP: the ports of a network are on servers behind the first edge switches. */
class JourneyResourceTest {

    private static final String PATH = "/api/v1/trace?src=vm-0&dst=vm-3&proto=udp&sport=4000&dport=53";

    private final RunningServer server =
            RunningServer.showing(DemoFabric.planned(FabricGenerator.fatTree(4)), DemoTenants.unguarded(3, 5));

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> ask(String token, String path) throws Exception {
        return server.reply(path, "X-Auth-Token", token);
    }

    private JsonNode journey(String token, String path) throws Exception {
        HttpResponse<String> reply = ask(token, path);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(reply.body());
    }

    private void assertRefused(String token, String path, int status, String... words) throws Exception {
        HttpResponse<String> reply = ask(token, path);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).contains(words);
    }

    @Test
    void aTenantSeesTheWholeWayBetweenItsPorts() throws Exception {
        JsonNode journey = journey("project-1", PATH);
        assertThat(journey.at("/stages")
                        .valueStream()
                        .map(stage -> stage.get("kind").asString()))
                .containsExactly("server", "fabric", "server", "end");
        assertThat(journey.at("/stages/0/server").asString()).isEqualTo("h0");
        assertThat(journey.at("/stages/0/steps/0/tableName").asString()).isEqualTo("classify");
        assertThat(journey.at("/stages/1/type").asString()).isEqualTo("gre");
        assertThat(journey.at("/stages/1/hops")).hasSize(3);
        assertThat(journey.at("/stages/2/server").asString()).isEqualTo("h3");
        assertThat(journey.at("/stages/3/port").asString())
                .isEqualTo(DemoTenants.port(1, 3).toString());
        assertThat(journey.get("verdict").asString()).startsWith("Delivered to port vm-3 (");
        assertThat(journey.get("exact").asBoolean()).isTrue();
    }

    @Test
    void aPortMayBeNamedByItsIdentifierAndItsReceiverByAnAddress() throws Exception {
        JsonNode journey =
                journey("admin", "/api/v1/trace?src=" + DemoTenants.port(0, 0) + "&dst=192.168.0.13&state=established");
        assertThat(journey.get("state").asString()).isEqualTo("established");
        assertThat(journey.at("/stages/1/type").asString()).isEqualTo("vxlan");
        assertThat(journey.at("/stages/1/sourcePort").asInt()).isBetween(32768, 60999);
        assertThat(journey.at("/stages/3/port").asString())
                .isEqualTo(DemoTenants.port(0, 3).toString());
    }

    @Test
    void aJourneyIsTextForPeople() throws Exception {
        HttpResponse<String> reply = ask("project-1", PATH + "&format=text");
        assertThat(reply.headers().firstValue("Content-Type")).contains("text/plain;charset=utf-8");
        assertThat(reply.body().lines().toList())
                .contains("server h0, in by port 2", "server h3, in by port 1001")
                .anyMatch(line -> line.startsWith("  classify  cookie="))
                .anyMatch(line -> line.startsWith("fabric, by gre: "))
                .anyMatch(line -> line.startsWith("  e0-0, in by port "))
                .last()
                .asString()
                .startsWith("Delivered to port vm-3");
    }

    @Test
    void whatIsNotTheRequestersIsNotThere() throws Exception {
        assertRefused("nobody", PATH, 401, "X-Auth-Token");
        assertRefused("project-1", "/api/v1/trace?src=" + DemoTenants.port(0, 0) + "&dst=vm-1", 404, "among yours");
        assertRefused("project-1", "/api/v1/trace?src=vm-0&dst=" + DemoTenants.port(0, 1), 404, "among yours");
        assertRefused("admin", PATH, 404, "There are 3 ports of the name 'vm-0'.");
    }

    @Test
    void aQuestionThatIsNoneIsRefused() throws Exception {
        assertRefused("project-1", "/api/v1/trace?src=vm-0", 400, "'dst' is missing");
        assertRefused("project-1", PATH + "&state=old", 400, "new or established");
        assertRefused("project-1", "/api/v1/trace?src=vm-0&dst=vm-1&proto=tcp&sport=1", 400, "'dport' is missing");
        assertRefused("project-1", "/api/v1/trace?src=vm-0&dst=vm-1&dport=1", 400, "ICMP has no ports");
        assertRefused("project-1", "/api/v1/trace?src=vm-0&dst=vm-1&proto=gre", 400, "no proto 'gre'");
        assertRefused("project-1", "/api/v1/trace?src=10.0.0.2&dst=10.0.0.3&state=new", 400, "src=PORT");
        JsonNode unsent = journey("project-1", "/api/v1/trace?src=vm-0&dst=192.168.0.99");
        assertThat(unsent.at("/stages/0/end").asString()).isEqualTo("unsent");
        assertThat(unsent.get("packet").isNull()).isTrue();
        assertThat(journey("project-1", "/api/v1/trace?src=vm-4&dst=vm-0")
                        .get("verdict")
                        .asString())
                .isEqualTo("Not sent: No server has an interface for the port.");
    }
}
