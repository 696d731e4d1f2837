package io.heddle.controller.ovsdb.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A replica follows what a server reports, in each of its forms. */
class ReplicaTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final UUID ROW = new UUID(7, 7);
    private static final Schema SCHEMA = Schema.read(json("""
            {"name": "D", "version": "1.2.3", "tables": {"T": {"columns": {
              "one": {"type": "string"},
              "maybe": {"type": {"key": "integer", "min": 0, "max": 1}},
              "some": {"type": {"key": {"type": "integer"}, "min": 0, "max": "unlimited"}},
              "two": {"type": {"key": "string", "min": 0, "max": 2}},
              "map": {"type": {"key": "string", "value": "integer", "min": 0, "max": "unlimited"}}}}}}
            """));

    private final Replica replica = new Replica(SCHEMA, 3);

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    private static JsonNode change(String kind, String columns) {
        return json("{\"T\": {\"%s\": {\"%s\": %s}}}".formatted(ROW, kind, columns));
    }

    private Row row() {
        return replica.row("T", ROW).orElseThrow();
    }

    @Test
    void theSchemaSaysWhatThereIsAndWhatCanHoldSeveral() {
        assertThat(SCHEMA.name()).isEqualTo("D");
        assertThat(SCHEMA.version()).isEqualTo("1.2.3");
        assertThat(SCHEMA.has("T", "one")).isTrue();
        assertThat(SCHEMA.has("T", "none")).isFalse();
        assertThat(SCHEMA.has("U", "one")).isFalse();
        assertThat(List.of("one", "maybe", "some", "two", "map", "none"))
                .filteredOn(column -> SCHEMA.isComposite("T", column))
                .containsExactly("some", "two", "map");
        assertThat(SCHEMA.present(Map.of("T", List.of("one", "none", "map"), "U", List.of("one"))))
                .isEqualTo(Map.of("T", new TreeSet<>(List.of("map", "one"))));
    }

    @Test
    void differencesAreAppliedToWhatIsHeld() {
        replica.applyUpdate2(
                change(
                        "initial",
                        "{\"one\": \"a\", \"maybe\": 1, \"some\": [\"set\", [1, 2]], \"map\": [\"map\", [[\"a\", 1], [\"b\", 2]]]}"));
        replica.applyUpdate2(change(
                "modify",
                "{\"one\": \"b\", \"maybe\": [\"set\", []], \"some\": [\"set\", [2, 3]],"
                        + " \"map\": [\"map\", [[\"a\", 1], [\"b\", 5], [\"c\", 3]]], \"two\": \"x\"}"));

        assertThat(row().text("one")).contains("b");
        assertThat(row().number("maybe")).isEmpty();
        assertThat(ValueJson.write(row().value("some"))).hasToString("[\"set\",[1,3]]");
        assertThat(ValueJson.write(row().value("map"))).hasToString("[\"map\",[[\"b\",5],[\"c\",3]]]");
        assertThat(row().text("two")).contains("x");
        assertThat(replica.revision()).isEqualTo(2);
        replica.applyUpdate2(change("delete", "null"));
        assertThat(replica.table("T")).isEmpty();
    }

    @Test
    void wholeRowsReplaceWhatIsHeld() {
        replica.applyUpdate(change("new", "{\"one\": \"a\"}"));
        replica.applyUpdate(
                json("{\"T\": {\"%s\": {\"old\": {\"one\": \"a\"}, \"new\": {\"one\": \"b\"}}}}".formatted(ROW)));
        assertThat(row().text("one")).contains("b");
        replica.applyUpdate(change("old", "{\"one\": \"b\"}"));
        assertThat(replica.row("T", ROW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomDifferencesLeadToTheRowsThatTheyAreDifferencesOf(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SortedMap<String, OvsdbValue> held = random(random);
        replica.applyUpdate2(change("insert", ValueJson.write(held).toString()));
        for (int i = 0; i < 200; i++) {
            SortedMap<String, OvsdbValue> next = random(random);
            replica.applyUpdate2(change("modify", difference(held, next).toString()));
            held = next;
            assertThat(row().columns()).isEqualTo(held);
        }
    }

    private static SortedMap<String, OvsdbValue> random(SplittableRandom random) {
        SortedMap<String, OvsdbValue> columns = new TreeMap<>();
        SortedMap<String, Integer> pairs = new TreeMap<>();
        TreeSet<Integer> numbers = new TreeSet<>();
        IntStream.range(0, 4).forEach(i -> {
            pairs.put("k" + random.nextInt(4), random.nextInt(2));
            numbers.add(random.nextInt(5));
        });
        ArrayNode set = JsonNodeFactory.instance.arrayNode();
        numbers.forEach(set::add);
        ArrayNode map = JsonNodeFactory.instance.arrayNode();
        pairs.forEach((key, value) -> map.addArray().add(key).add(value));
        columns.put(
                "some",
                ValueJson.read(JsonNodeFactory.instance.arrayNode().add("set").add(set)));
        columns.put(
                "map",
                ValueJson.read(JsonNodeFactory.instance.arrayNode().add("map").add(map)));
        columns.put("maybe", random.nextBoolean() ? OvsdbValue.none() : OvsdbValue.of(random.nextInt(3)));
        return columns;
    }

    /** As ovsdb-server(7) defines it. */
    private static ObjectNode difference(SortedMap<String, OvsdbValue> before, SortedMap<String, OvsdbValue> after) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        after.forEach((column, next) -> {
            OvsdbValue held = Objects.requireNonNull(before.get(column));
            row.set(column, ValueJson.write(SCHEMA.isComposite("T", column) ? difference(held, next) : next));
        });
        return row;
    }

    private static OvsdbValue difference(OvsdbValue before, OvsdbValue after) {
        if (before instanceof OvsdbValue.SetOf old && after instanceof OvsdbValue.SetOf young) {
            SortedSet<Atom> either = new TreeSet<>(old.atoms());
            either.addAll(young.atoms());
            either.removeIf(atom -> old.atoms().contains(atom) && young.atoms().contains(atom));
            return new OvsdbValue.SetOf(either);
        }
        SortedMap<Atom, Atom> old = ((OvsdbValue.MapOf) before).pairs();
        SortedMap<Atom, Atom> young = ((OvsdbValue.MapOf) after).pairs();
        SortedMap<Atom, Atom> pairs = new TreeMap<>(old);
        pairs.putAll(young);
        pairs.entrySet()
                .removeIf(pair -> pair.getValue().equals(old.get(pair.getKey())) && young.containsKey(pair.getKey()));
        return new OvsdbValue.MapOf(pairs);
    }

    @Test
    void moreRowsThanAllowedAndChangesOfUnknownRowsAreRefused() {
        for (int i = 0; i < 3; i++) {
            replica.applyUpdate2(json("{\"T\": {\"%s\": {\"insert\": {}}}}".formatted(new UUID(1, i))));
        }
        assertThatThrownBy(() -> replica.applyUpdate2(change("insert", "{}")))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("more than 3 rows");
        Replica empty = new Replica(SCHEMA, 3);
        assertThatThrownBy(() -> empty.applyUpdate2(change("modify", "{}"))).hasMessageContaining("reported before");
        assertThatThrownBy(() -> empty.applyUpdate2(change("delete", "null"))).hasMessageContaining("reported before");
        assertThatThrownBy(() -> empty.applyUpdate(change("old", "{}"))).hasMessageContaining("reported before");
        assertThatThrownBy(() -> empty.applyUpdate2(change("upsert", "{}"))).hasMessageContaining("modify");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"T\": 1}",
                "{\"T\": {\"x\": {}}}",
                "{\"T\": {\"1-1-1-1-1\": {\"insert\": {}}}}",
                "{\"T\": {\"00000000-0000-0000-0000-000000000000\": {\"insert\": []}}}",
                "{\"T\": {\"00000000-0000-0000-0000-000000000000\": {\"insert\": {\"one\": null}}}}",
                "{\"T\": {\"00000000-0000-0000-0000-000000000000\": {\"insert\": {\"one\": {}}}}}",
                "{\"T\": {\"00000000-0000-0000-0000-000000000000\": {\"insert\": {\"one\": [\"set\", 1]}}}}",
                "{\"T\": {\"00000000-0000-0000-0000-000000000000\": {\"insert\": {\"one\": [\"map\", [1]]}}}}",
                "{\"T\": {\"00000000-0000-0000-0000-000000000000\": {\"insert\": {\"one\": [\"uuid\", \"x\"]}}}}",
                "{\"T\": {\"00000000-0000-0000-0000-000000000000\": {\"insert\": {\"one\": [\"uuid\", 1]}}}}"
            })
    void whatIsNoUpdateIsRefusedWithWhatWasFound(String text) {
        assertThatThrownBy(() -> replica.applyUpdate2(json(text)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void everyKindOfValueIsReadAndWrittenAsTheSame() {
        for (String text : List.of(
                "\"a\"",
                "7",
                "1.5",
                "true",
                "[\"uuid\",\"00000000-0000-0007-0000-000000000007\"]",
                "[\"named-uuid\",\"x\"]",
                "[\"set\",[]]",
                "[\"set\",[1,\"a\"]]",
                "[\"map\",[[\"a\",[\"uuid\",\"00000000-0000-0007-0000-000000000007\"]]]]")) {
            assertThat(ValueJson.write(ValueJson.read(json(text)))).hasToString(text);
        }
        assertThat(ValueJson.read(json("[\"set\",[5]]"))).isEqualTo(ValueJson.read(json("5")));
        assertThat(ValueJson.read(json("99999999999999999999"))).isEqualTo(OvsdbValue.of(new Atom.Real(1e20)));
    }

    @Test
    void aColumnOfAnotherTypeThanExpectedReadsAsEmpty() {
        Row row = new Row(ROW, new TreeMap<>(Map.of("a", OvsdbValue.of("x"), "b", OvsdbValue.of(1))));
        assertThat(row.number("a")).isEmpty();
        assertThat(row.text("b")).isEmpty();
        assertThat(row.text("none")).isEmpty();
        assertThat(row.texts("a")).isEmpty();
        assertThat(row.references("a")).isEmpty();
        assertThat(row.reference("none")).isEmpty();
    }

    @Test
    void whatIsMadeOfARowIsMadeOnceUntilTheRowChanges() {
        AtomicInteger made = new AtomicInteger();
        Row.Reading<String> reading = new Row.Reading<>(row -> row.text("one").orElse("") + made.incrementAndGet());
        Row.Reading<Integer> other = new Row.Reading<>(row -> row.columns().size());
        replica.applyUpdate2(change("insert", "{\"one\": \"a\", \"maybe\": 1}"));
        assertThat(List.of(reading.of(row()), reading.of(row()))).containsOnly("a1");
        assertThat(other.of(row())).isEqualTo(2);
        replica.applyUpdate2(change("modify", "{\"one\": \"b\"}"));
        assertThat(List.of(reading.of(row()), reading.of(row()))).containsOnly("b2");
    }
}
