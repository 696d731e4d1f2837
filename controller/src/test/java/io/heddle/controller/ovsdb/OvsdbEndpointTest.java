package io.heddle.controller.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.heddle.controller.openflow.EventLog;
import io.heddle.controller.state.FabricEvent.BridgesSeen;
import io.heddle.controller.state.FabricEvent.DatabaseConnected;
import io.heddle.controller.state.FabricEvent.DatabaseDisconnected;
import io.heddle.controller.state.FabricEvent.SamplingConfigured;
import io.heddle.controller.state.FabricEvent.SamplingRefused;
import io.heddle.controller.tls.Protection;
import io.heddle.topology.DatapathId;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The endpoint and peers of every kind, on loopback. */
class OvsdbEndpointTest {
    private static final String COMMITTED = "[{}, {}, {}, {}]";
    private static final String TIMED_OUT = "[{\"error\": \"timed out\"}, null, null, null]";

    private final EventLog events = new EventLog();
    private final List<FakeDatabase> peers = new ArrayList<>();
    private OvsdbEndpoint endpoint = OvsdbEndpoint.start(Endpoints.settings(), events);

    @AfterEach
    void close() {
        peers.forEach(FakeDatabase::close);
        endpoint.close();
    }

    private void restart(OvsdbSettings settings) {
        endpoint.close();
        endpoint = OvsdbEndpoint.start(settings, events);
    }

    private FakeDatabase live(long number) {
        FakeDatabase peer = FakeDatabase.live(endpoint, number);
        peers.add(peer);
        return peer;
    }

    /** A database that the endpoint has told of, so that its end is told of as well. */
    private FakeDatabase announced(long number) {
        FakeDatabase peer = live(number);
        String identity = new UUID(1, number).toString();
        events.await(
                DatabaseConnected.class,
                connected -> connected.database().toString().contains(identity));
        return peer;
    }

    private FakeDatabase silent(long number) {
        FakeDatabase peer = FakeDatabase.connect(endpoint, number);
        peers.add(peer);
        return peer;
    }

    private String endOf(FakeDatabase peer) {
        JsonNode last = peer.next();
        while (!last.isMissingNode()) {
            last = peer.next();
        }
        return events.await(DatabaseDisconnected.class).reason();
    }

    @Test
    void twoHundredDatabasesAreReadOnOneThreadAndEachIsConfigured() {
        endpoint.carryOut(Endpoints.sampling(4, LongStream.rangeClosed(1, 200).toArray()));
        for (int i = 1; i <= 200; i++) {
            live(i);
        }
        for (FakeDatabase peer : peers) {
            JsonNode transaction = peer.next("transact");
            peer.showsSampling(4);
            peer.answer(transaction, COMMITTED);
        }
        TreeSet<DatapathId> configured = new TreeSet<>();
        while (configured.size() < 200) {
            configured.add(events.await(SamplingConfigured.class).dpid());
        }
        await().until(() -> endpoint.counters().committed() == 200);
        assertThat(endpoint.counters().live()).isEqualTo(200);
        assertThat(endpoint.counters().overtaken()).isZero();
    }

    @Test
    void anOlderServerIsMonitoredInAnOlderWay() {
        FakeDatabase peer = silent(5);
        peer.answer(peer.next("get_schema"), peer.schema());
        peer.refuse(peer.next("monitor_cond_since"), "unknown method");
        peer.refuse(peer.next("monitor_cond"), "unknown method");
        JsonNode monitor = peer.next("monitor");
        assertThat(monitor.path("params").path(2).path("Bridge").path("columns").toString())
                .isEqualTo("[\"datapath_id\",\"name\",\"sflow\"]");
        peer.answer(monitor, peer.rows("new"));
        assertThat(events.await(BridgesSeen.class).bridges()).hasSize(1);
        peer.say(
                "{\"id\": null, \"method\": \"update\", \"params\": [\"heddle\", {\"Bridge\": {\"%s\": {\"old\": {}}}}]}"
                        .formatted(peer.bridge()));
        assertThat(events.await(BridgesSeen.class).bridges()).isEmpty();
    }

    @Test
    void aServerThatCannotBeMonitoredAtAllIsLeft() {
        FakeDatabase peer = silent(5);
        peer.answer(peer.next("get_schema"), peer.schema());
        for (String method : List.of("monitor_cond_since", "monitor_cond", "monitor")) {
            peer.refuse(peer.next(method), "unknown method");
        }
        assertThat(peer.next().isMissingNode()).isTrue();
        FakeDatabase other = silent(6);
        other.refuse(other.next("get_schema"), "unknown database");
        assertThat(other.next().isMissingNode()).isTrue();
        FakeDatabase empty = silent(7);
        empty.answer(empty.next("get_schema"), empty.schema());
        empty.answer(empty.next("monitor_cond_since"), "[false, \"x\", {}]");
        assertThat(empty.next().isMissingNode()).isTrue();
        await().until(() -> endpoint.counters().failed() == 3);
    }

    @Test
    void theUpdateMayComeBeforeOrAfterTheAnswerAndNothingIsWrittenTwice() {
        endpoint.carryOut(Endpoints.sampling(4, 1, 2));
        FakeDatabase first = live(1);
        JsonNode transaction = first.next("transact");
        first.showsSampling(4);
        events.await(SamplingConfigured.class);
        first.answer(transaction, COMMITTED);
        FakeDatabase second = live(2);
        second.answer(second.next("transact"), COMMITTED);
        await().until(() -> endpoint.counters().committed() == 2);
        second.showsSampling(4);
        events.await(SamplingConfigured.class);

        endpoint.carryOut(Endpoints.sampling(5, 1, 2));
        assertThat(first.next("transact")
                        .path("params")
                        .path(3)
                        .path("row")
                        .path("sampling")
                        .intValue())
                .isEqualTo(5);
        assertThat(endpoint.counters().committed()).isEqualTo(2);
    }

    @Test
    void aTransactionThatTheDatabaseHasOvertakenIsComputedAgain() {
        endpoint.carryOut(Endpoints.sampling(4, 1));
        FakeDatabase peer = live(1);
        peer.answer(peer.next("transact"), TIMED_OUT);
        JsonNode again = peer.next("transact");
        assertThat(again.path("params").path(1).path("op").stringValue()).isEqualTo("wait");
        peer.showsSampling(4);
        peer.answer(again, TIMED_OUT);
        events.await(SamplingConfigured.class);
        await().until(() -> endpoint.counters().overtaken() == 2);
    }

    @Test
    void whatADatabaseRefusesIsReportedAndTriedAgainOnlyAtTheNextAudit() {
        restart(Endpoints.settings(
                Endpoints.timing(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMillis(200))));
        endpoint.carryOut(Endpoints.sampling(4, 1));
        FakeDatabase peer = live(1);
        peer.answer(
                peer.next("transact"),
                "[{}, {\"error\": \"constraint violation\", \"details\": \"no sFlow here\"}, null, null]");
        assertThat(events.await(SamplingRefused.class).reason()).contains("constraint violation: no sFlow here");
        peer.refuse(peer.next("transact"), "not allowed");
        assertThat(events.await(SamplingRefused.class).reason()).contains("not allowed");
        assertThat(endpoint.counters().refused()).isEqualTo(2);
    }

    @Test
    void somebodyWhoKeepsChangingARowIsFoughtOnlySoOften() {
        endpoint.carryOut(Endpoints.sampling(4, 1));
        FakeDatabase peer = live(1);
        for (int i = 0; i < Live.REPAIRS_AT_MOST; i++) {
            JsonNode transaction = peer.next("transact");
            peer.update3("{\"Bridge\": {\"%s\": {\"modify\": {\"name\": \"br%d\"}}}}".formatted(peer.bridge(), i));
            peer.answer(transaction, COMMITTED);
        }
        assertThat(events.await(SamplingRefused.class).reason()).contains("Somebody else");
        assertThat(endpoint.counters().committed()).isEqualTo(Live.REPAIRS_AT_MOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0\r\n\r\n",
                "{\"method\": 1, \"params\": [], \"id\": null}",
                "{\"method\": \"update3\", \"params\": {}, \"id\": null}",
                "{\"method\": \"update3\", \"params\": [1], \"id\": null}",
                "{\"method\": \"update2\", \"params\": [1, {\"Bridge\": {\"x\": {}}}], \"id\": null}",
                "{\"method\": \"update2\", \"params\": [1, {\"Bridge\": []}], \"id\": null}",
                "{\"method\": \"update\", \"params\": [1, {\"Bridge\": {\"00000000-0000-0000-0000-000000000000\": {}}}], \"id\": null}",
                "{\"id\": 99, \"result\": [], \"error\": null}",
                "{\"id\": \"99\", \"result\": [], \"error\": null}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
                "{\"a\": tru}"
            })
    void nonsenseEndsItsOwnSessionWithAReasonAndNoOther(String nonsense) {
        FakeDatabase polite = live(1);
        events.await(BridgesSeen.class);
        FakeDatabase rude = announced(2);
        events.await(BridgesSeen.class);
        rude.say(nonsense);

        assertThat(endOf(rude)).isNotBlank();
        polite.say("{\"method\": \"echo\", \"params\": [\"still there\"], \"id\": \"e\"}");
        assertThat(polite.next().path("result").toString()).isEqualTo("[\"still there\"]");
        assertThat(endpoint.counters().live()).isEqualTo(1);
    }

    @Test
    void randomBytesInTheMiddleOfAnUpdateEndOnlyThatSession() {
        FakeDatabase polite = live(1);
        SplittableRandom random = new SplittableRandom(41);
        for (int i = 0; i < 60; i++) {
            FakeDatabase rude = live(100 + i);
            byte[] text = rude.rows().getBytes(StandardCharsets.US_ASCII);
            for (int j = 0; j < 4; j++) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(32, 127);
            }
            rude.update3(new String(text, StandardCharsets.US_ASCII));
            rude.close();
        }
        await().until(() -> endpoint.counters().live() == 1);
        polite.say("{\"method\": \"echo\", \"params\": [], \"id\": 1}");
        assertThat(polite.next().path("result").isArray()).isTrue();
    }

    @Test
    void moreRowsOrLongerMessagesThanAreBorneEndTheSession() {
        FakeDatabase many = announced(1);
        StringBuilder rows = new StringBuilder("{\"Bridge\": {");
        for (int i = 0; i < 1000; i++) {
            rows.append("\"%s\": {\"insert\": {}},".formatted(new UUID(9, i)));
        }
        rows.append("\"%s\": {\"insert\": {}}}}".formatted(new UUID(9, 1000)));
        many.update3(rows.toString());
        assertThat(endOf(many)).contains("more than 1000 rows");

        FakeDatabase endless = announced(2);
        try {
            endless.say("{\"method\": \"");
            for (int i = 0; i < 5000; i++) {
                endless.say("x".repeat(1000));
            }
        } catch (UncheckedIOException endedMeanwhile) {
            // what counts is the reason, below
        }
        assertThat(events.await(DatabaseDisconnected.class).reason()).contains("more than 1048576 bytes");
    }

    @Test
    void aPeerThatFallsSilentIsAskedForAnEchoAndThenLeft() {
        restart(Endpoints.settings(
                Endpoints.timing(Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofSeconds(60))));
        FakeDatabase peer = live(1);
        events.await(DatabaseConnected.class);
        assertThat(peer.next().path("method").stringValue()).isEqualTo("echo");
        assertThat(events.await(DatabaseDisconnected.class).reason()).contains("silent for 150 ms");
    }

    @Test
    void aPeerThatDoesNotAnswerATransactionIsLeft() {
        restart(Endpoints.settings(
                Endpoints.timing(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(60))));
        endpoint.carryOut(Endpoints.sampling(4, 1));
        FakeDatabase peer = live(1);
        peer.next("transact");
        assertThat(events.await(DatabaseDisconnected.class).reason()).contains("did not answer transact within 300 ms");
    }

    @Test
    void aDatabaseThatComesTwiceIsRefusedWhileItsOlderSessionLivesAndReplacesItWhenThatIsDead() {
        FakeDatabase older = live(1);
        events.await(DatabaseConnected.class);
        FakeDatabase newer = live(1);
        older.answer(older.next(), "[]");
        assertThat(newer.next().isMissingNode()).isTrue();

        live(1);
        assertThat(events.await(DatabaseDisconnected.class).reason()).contains("replaced by a newer session");
        events.await(DatabaseConnected.class);
    }

    @Test
    void aQuestionOfThePeerThatWeDoNotKnowIsRefused() {
        FakeDatabase peer = live(1);
        peer.say("{\"method\": \"steal\", \"params\": [], \"id\": 7}");
        assertThat(peer.next().toString()).isEqualTo("{\"result\":null,\"error\":\"unknown method\",\"id\":7}");
    }

    @Test
    void aPortThatIsTakenIsNamedAndSettingsThatMakeNoSenseAreRefused() {
        int taken = endpoint.localAddress().getPort();
        OvsdbSettings usual = Endpoints.settings();
        assertThatIllegalStateException()
                .isThrownBy(() -> OvsdbEndpoint.start(
                        new OvsdbSettings(
                                "127.0.0.1",
                                taken,
                                Protection.none(),
                                List.of(),
                                usual.samplesAt(),
                                1,
                                OvsdbSettings.Limits.defaults(),
                                OvsdbSettings.Timing.defaults()),
                        events))
                .withMessageContaining("127.0.0.1 port " + taken);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OvsdbSettings(
                        "", 1, Protection.none(), List.of(), usual.samplesAt(), 1, usual.limits(), usual.timing()))
                .withMessageContaining("cannot listen on ''");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OvsdbSettings.Limits(1, 0, 1, 1))
                .withMessageContaining("at least 1");
    }

    @Test
    void targetsAreReadAsOpenVSwitchWritesThem() {
        for (String text : List.of("tcp:10.0.0.1:6640", "tcp:[fe80::1%eth0]:1", "ssl:[::1]:6640", "unix:/a b")) {
            assertThat(Target.parse(text).text()).isEqualTo(text);
        }
        for (String text : List.of(
                "",
                "tcp:1.2.3.4",
                "tcp:1.2.3.4:0",
                "tcp:host.example:2",
                "tcp:999.1.1.1:2",
                "ssl:1.2.3.4:70000",
                "unix:a",
                "tcp:a:b:1")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Target.parse(text))
                    .withMessageContaining("tcp:IP:PORT");
        }
    }
}
