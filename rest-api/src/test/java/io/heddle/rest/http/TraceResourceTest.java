package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.rest.FabricSnapshot;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.design.FabricGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TraceResourceTest {
    private static final FabricSnapshot HEALTHY = DemoFabric.planned(FabricGenerator.fatTree(4));
    private static final String ACROSS = "/api/v1/trace?src=10.0.0.2&dst=10.3.1.3&proto=tcp&sport=40000&dport=5001";

    private final RunningServer server = RunningServer.showing(HEALTHY);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyTableRuleAndBucketOfTheWayIsWritten() throws Exception {
        JsonNode trace = server.json(ACROSS);

        assertThat(trace.at("/end").asString()).isEqualTo("delivered");
        assertThat(trace.at("/exact").asBoolean()).isTrue();
        assertThat(trace.get("hops")).hasSize(5);
        JsonNode first = trace.at("/hops/0");
        assertThat(first.get("name").asString()).isEqualTo("e0-0");
        assertThat(first.get("inPort").asInt()).isEqualTo(1);
        assertThat(first.get("steps").valueStream().map(step -> step.get("kind").asString()))
                .containsExactly("rule", "rule", "rule", "bucket");
        assertThat(first.get("steps")
                        .valueStream()
                        .map(step -> step.get("tableName").asString("")))
                .containsExactly("classify", "steer", "up", "");
        JsonNode bucket = first.at("/steps/3");
        assertThat(bucket.get("usable")).hasSize(2);
        assertThat(bucket.get("bucket").asInt()).isEqualTo(first.get("outPort").asInt());
        assertThat(trace.at("/hops/4/outPort").asInt()).isEqualTo(2);
        assertThat(trace.at("/to/name").asString()).isEqualTo("e3-1");
    }

    @Test
    void portsDecideTheWay() throws Exception {
        long ways = 0;
        String seen = "";
        for (int port = 1; port <= 12; port++) {
            String core = server.json(ACROSS.replace("40000", "" + port))
                    .at("/hops/2/name")
                    .asString();
            ways += seen.contains(core) ? 0 : 1;
            seen += core + " ";
        }
        assertThat(ways).isGreaterThan(1);
    }

    @Test
    void withoutAProtocolItIsAnEchoRequest() throws Exception {
        JsonNode trace = server.json("/api/v1/trace?src=10.0.0.2&dst=10.0.0.3");

        assertThat(trace.at("/proto").asString()).isEqualTo("icmp");
        assertThat(trace.at("/sport").isNull()).isTrue();
        assertThat(trace.at("/hops/0/steps/3/tableName").asString()).isEqualTo("local");
    }

    @Test
    void aTraceIsTextForPeople() throws Exception {
        var reply = server.reply(ACROSS + "&format=text");

        assertThat(reply.headers().firstValue("Content-Type").orElseThrow()).startsWithIgnoringCase("text/plain");
        assertThat(reply.body())
                .contains("\ne0-0, in by port 1\n  cookie=0x4845444c")
                .endsWith("Delivered by port 2 of e3-1.\n");
        assertThat(server.json(ACROSS).at("/text").asString()).isEqualTo(reply.body());
    }

    @Test
    void whatIsCutOffIsDroppedByAGroupThatHasNobodyLeft() throws Exception {
        FabricSnapshot cut = HEALTHY;
        for (Cable cable : HEALTHY.recognition().blueprint().cables()) {
            cut = DemoFabric.cut(cut, cable);
        }
        try (RunningServer alone = RunningServer.showing(cut)) {
            JsonNode trace = alone.json(ACROSS);
            assertThat(trace.at("/end").asString()).isEqualTo("dropped");
            assertThat(trace.at("/hops/0/outPort").isNull()).isTrue();
            assertThat(trace.at("/hops/0/steps/3/kind").asString()).isEqualTo("no-bucket");
            assertThat(trace.at("/verdict").asString()).startsWith("Dropped by e0-0: no bucket of group");
        }
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            src=10.0.0.2 | The query parameter 'dst' is missing.
            src=10.0.0.2&dst=10.0 | Query parameter 'dst': not an IPv4 address: '10.0'
            src=10.0.0.2&dst=10.0.0.3&proto=sctp | There is no proto 'sctp': tcp, udp or icmp.
            src=10.0.0.2&dst=10.0.0.3&proto=tcp&proto=udp | The query parameter 'proto' is given more than once.
            src=10.0.0.2&dst=10.0.0.3&proto=udp&sport=5 | The query parameter 'dport' is missing
            src=10.0.0.2&dst=10.0.0.3&proto=tcp&dport=5 | The query parameter 'sport' is missing
            src=10.0.0.2&dst=10.0.0.3&proto=tcp&sport=65536&dport=1 | a port is 0 to 65535, not '65536'.
            src=10.0.0.2&dst=10.0.0.3&proto=tcp&sport=-1&dport=1 | a port is 0 to 65535, not '-1'.
            src=10.0.0.2&dst=10.0.0.3&sport=5 | ICMP has no ports
            src=10.0.0.2&dst=10.0.0.3&format=xml | There is no format 'xml'.
            """)
    void whatCannotBeAskedIsSaid(String query, String expected) throws Exception {
        var reply = server.reply("/api/v1/trace?" + query);

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains(expected);
    }

    @Test
    void anAddressNobodyHasIsNotFound() throws Exception {
        assertThat(server.reply("/api/v1/trace?src=10.0.0.2&dst=192.0.2.1").body())
                .contains("\"status\":404", "192.0.2.1");
        assertThat(server.reply("/api/v1/trace?src=192.0.2.1&dst=10.0.0.2").statusCode())
                .isEqualTo(404);
    }

    @Test
    void whileTheFabricFormsThereIsNoAnswerYet() throws Exception {
        try (RunningServer forming = RunningServer.showing(FabricSnapshot.forming(DemoFabric.NOW))) {
            assertThat(forming.reply("/api/v1/trace?src=10.0.0.2&dst=10.0.0.3").statusCode())
                    .isEqualTo(503);
        }
    }
}
