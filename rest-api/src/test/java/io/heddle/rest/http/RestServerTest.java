package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.rest.DemoFabric;
import io.heddle.rest.FabricSnapshot;
import io.heddle.topology.design.FabricGenerator;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RestServerTest {
    private static final FabricSnapshot LOADED =
            DemoFabric.loaded(DemoFabric.healthy(FabricGenerator.fatTree(4)), 0.5, 7);
    private static final String FIRST_EDGE = "0000000e00000000";

    private final RunningServer server = RunningServer.showing(LOADED);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theFabricIsDescribed() throws Exception {
        JsonNode fabric = server.json("/api/v1/fabric");

        assertThat(fabric.at("/state").asString()).isEqualTo("complete");
        assertThat(fabric.at("/ready").asBoolean()).isTrue();
        assertThat(fabric.at("/design/kind").asString()).isEqualTo("fat-tree");
        assertThat(fabric.at("/design/parameters/k").asInt()).isEqualTo(4);
        assertThat(fabric.at("/counts/switches").asInt()).isEqualTo(20);
        assertThat(fabric.at("/counts/linksUp").asInt()).isEqualTo(32);
        assertThat(fabric.at("/counts/hostsOnPlan").asInt()).isEqualTo(16);
        assertThat(fabric.at("/diameter").asInt()).isEqualTo(4);
        assertThat(fabric.at("/bisectionWidth/links").asInt()).isEqualTo(8);
        assertThat(fabric.at("/paths/mostBetweenPods").asInt()).isEqualTo(4);
        assertThat(fabric.at("/oversubscription").asDouble()).isEqualTo(1.0);
    }

    @Test
    void everySwitchIsListedWithItsPorts() throws Exception {
        JsonNode switches = server.json("/api/v1/switches").get("switches");

        assertThat(switches).hasSize(20);
        assertThat(switches).allSatisfy(each -> assertThat(each.get("ports")).hasSize(4));
    }

    @Test
    void aSwitchIsDescribedWithItsPlaceAndTheOtherEndsOfItsCables() throws Exception {
        JsonNode edge = server.json("/api/v1/switches/" + FIRST_EDGE);

        assertThat(edge.at("/role").asString()).isEqualTo("edge");
        assertThat(edge.at("/address").asString()).isEqualTo("10.0.0.1");
        assertThat(edge.at("/prefix").asString()).isEqualTo("10.0.0.0/24");
        assertThat(edge.at("/session/openflow").asString()).isEqualTo("1.5");
        assertThat(edge.at("/ports/0/kind").asString()).isEqualTo("host");
        assertThat(edge.at("/ports/0/hosts/0").asString()).isEqualTo("10.0.0.2");
        assertThat(edge.at("/ports/2/kind").asString()).isEqualTo("up");
        assertThat(edge.at("/ports/2/peer/name").asString()).isEqualTo("a0-0");
        assertThat(edge.at("/ports/2/tx/utilisation").asDouble()).isBetween(0.0, 0.5);
    }

    @Test
    void linksCarryTheirLoadBothWays() throws Exception {
        JsonNode link = server.json("/api/v1/links").at("/links/0");

        assertThat(link.at("/up").asBoolean()).isTrue();
        assertThat(link.at("/state").asString()).isEqualTo("up");
        assertThat(link.at("/capacityBitsPerSecond").asLong()).isEqualTo(FabricGenerator.BITS_PER_SECOND);
        assertThat(link.at("/aToB/bitsPerSecond").asLong()).isPositive();
        assertThat(link.at("/bToA/bitsPerSecond").asLong()).isPositive();
    }

    @Test
    void hostsAreListedWithTheirPlannedAddress() throws Exception {
        JsonNode host = server.json("/api/v1/hosts").at("/hosts/0");

        assertThat(host.at("/ip").asString()).isEqualTo("10.0.0.2");
        assertThat(host.at("/plannedIp").asString()).isEqualTo("10.0.0.2");
        assertThat(host.at("/onPlan").asBoolean()).isTrue();
    }

    @Test
    void aHealthyFabricHasNoProblems() throws Exception {
        assertThat(server.json("/api/v1/problems").get("problems")).isEmpty();
    }

    @Test
    void aNewSnapshotIsSeenByTheNextRequest() throws Exception {
        server.publisher.publish(DemoFabric.connected(LOADED, LOADED.sessions(), List.of("A host was refused.")));

        assertThat(server.json("/api/v1/problems").at("/problems/0/sentence").asString())
                .isEqualTo("A host was refused.");
    }

    @Test
    void theProcessIsHealthyAndTheFabricReady() throws Exception {
        assertThat(server.reply("/healthz").statusCode()).isEqualTo(200);
        assertThat(server.reply("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void theFabricIsNotReadyWhileASwitchHasNotConfirmedItsPlan() throws Exception {
        var sessions = new TreeMap<>(LOADED.sessions());
        sessions.put(sessions.firstKey(), DemoFabric.session(false));
        server.publisher.publish(DemoFabric.connected(LOADED, sessions, List.of()));

        HttpResponse<String> reply = server.reply("/readyz");

        assertThat(reply.statusCode()).isEqualTo(503);
        assertThat(reply.body()).contains("1 switch has not confirmed its plan yet: a0-0.");
    }

    @Test
    void anUnknownPathIsAProblemDocument() throws Exception {
        assertProblem(server.reply("/api/v1/nothing"), 404, "There is nothing at /api/v1/nothing.");
    }

    @Test
    void anUnknownSwitchIsNotFound() throws Exception {
        assertProblem(
                server.reply("/api/v1/switches/ff"), 404, "No switch with datapath id 00000000000000ff was seen.");
    }

    @Test
    void aBadDatapathIdIsRefusedWithWhatIsExpected() throws Exception {
        assertProblem(server.reply("/api/v1/switches/zz"), 400, "not a datapath id: 'zz'");
    }

    @Test
    void anUnknownQueryParameterIsRefused() throws Exception {
        assertProblem(server.reply("/api/v1/fabric?verbose=1"), 400, "There is no query parameter 'verbose' here.");
    }

    @Test
    void onlyGetIsAllowed() throws Exception {
        HttpResponse<String> reply =
                server.send(HttpRequest.newBuilder(server.uri("/api/v1/fabric")).DELETE());

        assertProblem(reply, 405, "DELETE is not possible at /api/v1/fabric.");
        assertThat(reply.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void everyReplyForbidsForeignScriptsAndFraming() throws Exception {
        for (String path : List.of("/api/v1/fabric", "/nothing")) {
            HttpResponse<String> reply = server.reply(path);
            assertThat(reply.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(reply.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(reply.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
            assertThat(reply.headers().firstValue("Server")).isEmpty();
        }
    }

    @Test
    void aForeignHostNameIsRefusedOnLoopback() throws Exception {
        assertThat(raw("GET /api/v1/fabric HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ")
                .contains("This server is not called 'evil.example'.");
    }

    @Test
    void localNamesAreAcceptedOnLoopback() throws Exception {
        for (String name : List.of("localhost:8181", "[::1]:8181", "127.0.0.1")) {
            assertThat(raw("GET /healthz HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n"))
                    .as(name)
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void anUnreadableRequestIsAProblemDocumentToo() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("application/problem+json", "This request could not be read.");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        RestSettings same = RestSettings.on("127.0.0.1", server.server.port());

        assertThatThrownBy(() -> RestServer.start(same, server.publisher, server.commands))
                .isInstanceOf(RestServerUnavailable.class)
                .hasMessageContaining("cannot listen for HTTP on 127.0.0.1 port " + server.server.port());
    }

    @Test
    void theUrlOfTheDashboardNamesAddressAndPort() {
        assertThat(server.server.url()).isEqualTo("http://127.0.0.1:" + server.server.port() + "/");
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertProblem(HttpResponse<String> reply, int status, String detail) {
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(reply.body()).contains("\"status\":" + status, detail, "\"remedy\":\"");
    }
}
