package io.heddle.controller.ovsdb.data;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One step of a transaction, always on at most one row, which is named by its identity (RFC 7047 §5.2). */
public sealed interface Operation {

    /** Goes on only if the row still holds exactly these values in these columns. */
    record Wait(String table, UUID row, SortedMap<String, OvsdbValue> columns) implements Operation {
        public Wait {
            columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
        }
    }

    /** Adds a row that other operations of the transaction may refer to by {@code name}. */
    record Insert(String table, String name, SortedMap<String, OvsdbValue> columns) implements Operation {
        public Insert {
            columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
        }
    }

    /** Gives columns of a row these values. */
    record Update(String table, UUID row, SortedMap<String, OvsdbValue> columns) implements Operation {
        public Update {
            columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
        }
    }

    /** What to do to a set or map without saying all of it. */
    enum Mutator {
        INSERT,
        DELETE
    }

    /** Adds values to, or takes them from, a column of a row. */
    record Mutate(String table, UUID row, String column, Mutator mutator, OvsdbValue value) implements Operation {}

    /** Removes a row. */
    record Delete(String table, UUID row) implements Operation {}

    /** Says in the database's log who did it and why. */
    record Comment(String text) implements Operation {}

    /** The JSON of this operation. */
    default ObjectNode toJson() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode json = nodes.objectNode();
        switch (this) {
            case Wait wait -> {
                json.put("op", "wait")
                        .put("timeout", 0)
                        .put("table", wait.table)
                        .put("until", "==");
                json.set("where", isRow(wait.row));
                ArrayNode columns = json.putArray("columns");
                wait.columns.keySet().forEach(columns::add);
                json.putArray("rows").add(ValueJson.write(wait.columns));
            }
            case Insert insert -> {
                json.put("op", "insert").put("table", insert.table).put("uuid-name", insert.name);
                json.set("row", ValueJson.write(insert.columns));
            }
            case Update update -> {
                json.put("op", "update").put("table", update.table).set("where", isRow(update.row));
                json.set("row", ValueJson.write(update.columns));
            }
            case Mutate mutate -> {
                json.put("op", "mutate").put("table", mutate.table).set("where", isRow(mutate.row));
                String how = mutate.mutator == Mutator.INSERT ? "insert" : "delete";
                json.putArray("mutations")
                        .add(nodes.arrayNode().add(mutate.column).add(how).add(ValueJson.write(mutate.value)));
            }
            case Delete delete ->
                json.put("op", "delete").put("table", delete.table).set("where", isRow(delete.row));
            case Comment comment -> json.put("op", "comment").put("comment", comment.text);
        }
        return json;
    }

    private static ArrayNode isRow(UUID row) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return nodes.arrayNode().add(nodes.arrayNode().add("_uuid").add("==").add(ValueJson.write(OvsdbValue.of(row))));
    }
}
