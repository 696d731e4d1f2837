package io.heddle.controller.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heddle.controller.openflow.EventLog;
import io.heddle.controller.state.FabricEvent.BridgesSeen;
import io.heddle.controller.state.FabricEvent.DatabaseConnected;
import io.heddle.controller.state.FabricEvent.DatabaseDisconnected;
import io.heddle.topology.DatapathId;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Databases that say too much, or are not what they were. */
class HostileDatabaseTest {
    private final EventLog events = new EventLog();
    private final List<FakeDatabase> peers = new ArrayList<>();
    private final OvsdbEndpoint endpoint = OvsdbEndpoint.start(Endpoints.settings(), events);

    @AfterEach
    void close() {
        peers.forEach(FakeDatabase::close);
        endpoint.close();
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

    /** What a server's database says by the hundred thousand, to a controller that keeps the events: few, and the last one is right. */
    @Test
    void aFloodOfUpdatesBecomesFewReportsAndKeepsNobodyFromBeingHeard() {
        FakeDatabase polite = live(1);
        FakeDatabase rude = announced(2);
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            flood.append("{\"id\": null, \"method\": \"update3\", \"params\": [\"heddle\", \"x\", "
                    + "{\"Bridge\": {\"%s\": {\"modify\": {\"datapath_id\": \"%016x\"}}}}]}"
                            .formatted(rude.bridge(), i));
        }
        for (int i = 0; i < 200; i++) {
            rude.say(flood.toString());
        }
        rude.update3("{\"Bridge\": {\"%s\": {\"modify\": {\"datapath_id\": \"00000000000000ff\"}}}}"
                .formatted(rude.bridge()));
        polite.say("{\"method\": \"echo\", \"params\": [\"still there\"], \"id\": \"e\"}");
        assertThat(polite.next().path("result").toString()).isEqualTo("[\"still there\"]");
        int reports = 1;
        while (!events.await(
                        BridgesSeen.class, seen -> seen.database().toString().endsWith("2"))
                .bridges()
                .contains(new DatapathId(0xff))) {
            reports++;
        }
        assertThat(endpoint.counters().updates()).isEqualTo(20_001);
        assertThat(reports).isLessThan(2_000);
    }

    @Test
    void aMillionRowsAreNotReadToTheirEnd() {
        FakeDatabase peer = silent(1);
        peer.answer(peer.next("get_schema"), peer.schema());
        String question = peer.next("monitor_cond_since").path("id").toString();
        StringBuilder rows = new StringBuilder();
        try {
            peer.say("{\"id\": %s, \"error\": null, \"result\": [false, \"x\", {\"Bridge\": {".formatted(question));
            for (int i = 0; i < 1_000_000; i++) {
                rows.append("\"%s\": {\"initial\": {}},".formatted(new UUID(9, i)));
                if (i % 1000 == 999) {
                    peer.say(rows.toString());
                    rows.setLength(0);
                }
            }
        } catch (UncheckedIOException endedMeanwhile) {
            // what counts is the count, below
        }
        await().until(() -> endpoint.counters().failed() == 1);
        assertThat(endpoint.counters().open()).isZero();
    }

    @Test
    void aDatabaseThatBecomesAnotherOneIsLeft() {
        FakeDatabase peer = announced(1);
        peer.update3("{\"Open_vSwitch\": {\"%s\": {\"delete\": null}}}".formatted(new UUID(1, 1)));
        assertThat(endOf(peer)).contains("no longer the database that it was");
    }
}
