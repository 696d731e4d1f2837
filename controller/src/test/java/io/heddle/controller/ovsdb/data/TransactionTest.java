package io.heddle.controller.ovsdb.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.controller.ovsdb.data.Operation.Mutator;
import io.heddle.controller.ovsdb.data.Transaction.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Transactions and messages in the JSON of RFC 7047. */
class TransactionTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final UUID ROW = new UUID(0, 1);
    private static final TreeMap<String, OvsdbValue> COLUMNS = new TreeMap<>(Map.of("c", OvsdbValue.of(1)));
    private static final Transaction TWO =
            new Transaction(List.of(new Operation.Comment("a"), new Operation.Comment("b")));

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    @Test
    void everyOperationIsWrittenAsTheProtocolSays() {
        Transaction all = new Transaction(List.of(
                new Operation.Wait("T", ROW, COLUMNS),
                new Operation.Insert("T", "new", COLUMNS),
                new Operation.Update("T", ROW, COLUMNS),
                new Operation.Mutate("T", ROW, "c", Mutator.INSERT, OvsdbValue.of(Map.of("k", "v"))),
                new Operation.Mutate("T", ROW, "c", Mutator.DELETE, OvsdbValue.none()),
                new Operation.Delete("T", ROW),
                new Operation.Comment("why")));
        String where = "\"where\": [[\"_uuid\", \"==\", [\"uuid\", \"00000000-0000-0000-0000-000000000001\"]]]";
        assertThat(json(all.toJson("D").toString())).isEqualTo(json("""
                ["D",
                 {"op": "wait", "timeout": 0, "table": "T", "until": "==", %1$s, "columns": ["c"], "rows": [{"c": 1}]},
                 {"op": "insert", "table": "T", "uuid-name": "new", "row": {"c": 1}},
                 {"op": "update", "table": "T", %1$s, "row": {"c": 1}},
                 {"op": "mutate", "table": "T", %1$s, "mutations": [["c", "insert", ["map", [["k", "v"]]]]]},
                 {"op": "mutate", "table": "T", %1$s, "mutations": [["c", "delete", ["set", []]]]},
                 {"op": "delete", "table": "T", %1$s},
                 {"op": "comment", "comment": "why"}]
                """.formatted(where)));
    }

    @Test
    void howATransactionEndedIsReadFromItsResults() {
        assertThat(TWO.outcome(json("[{}, {}]"))).isEqualTo(new Outcome.Committed());
        assertThat(TWO.outcome(json("[{\"error\": \"timed out\"}, null]"))).isEqualTo(new Outcome.TryAgain());
        assertThat(TWO.outcome(json("[{}, {}, {\"error\": \"referential integrity violation\"}]")))
                .isEqualTo(new Outcome.Refused("referential integrity violation"));
        assertThat(TWO.outcome(json("[{\"error\": \"no\", \"details\": \"because\"}]")))
                .isEqualTo(new Outcome.Refused("no: because"));
        assertThatThrownBy(() -> TWO.outcome(json("[{}]"))).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> TWO.outcome(json("{}"))).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void messagesAreToldApart() {
        assertThat(RpcMessage.read(json("{\"method\": \"echo\", \"params\": [1], \"id\": \"echo\"}")))
                .isEqualTo(new RpcMessage.Request("echo", json("[1]"), json("\"echo\"")));
        assertThat(RpcMessage.read(json("{\"method\": \"update\", \"params\": [], \"id\": null}")))
                .isEqualTo(new RpcMessage.Notice("update", json("[]")));
        assertThat(RpcMessage.read(json("{\"id\": 3, \"result\": null, \"error\": {\"error\": \"x\"}}")))
                .extracting(answer -> ((RpcMessage.Answer) answer).error().orElseThrow())
                .isEqualTo("x");
        assertThat(RpcMessage.read(
                        json("{\"id\": 3, \"result\": null, \"error\": {\"error\": \"x\", \"details\": \"y\"}}")))
                .extracting(answer -> ((RpcMessage.Answer) answer).error().orElseThrow())
                .isEqualTo("x: y");
        assertThat(json(RpcMessage.question(4, "echo", json("[]")).toString()))
                .isEqualTo(json("{\"method\": \"echo\", \"id\": 4, \"params\": []}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "{}", "{\"id\": 1}", "{\"id\": 1.5, \"result\": 1}", "{\"method\": \"x\"}"})
    void whatIsNoMessageIsRefused(String text) {
        assertThatThrownBy(() -> RpcMessage.read(json(text))).isInstanceOf(MalformedJsonException.class);
    }
}
