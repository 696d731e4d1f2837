package io.heddle.controller.ovsdb.data;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Which tables and columns a database has, and which of them hold several values (RFC 7047 §3.2).
 *
 * @param name of the database, such as {@code Open_vSwitch}
 * @param version of the schema; empty if it says none
 * @param tables for each table its columns; true for a column that can hold more than one value
 */
public record Schema(String name, String version, SortedMap<String, SortedMap<String, Boolean>> tables) {

    public Schema {
        SortedMap<String, SortedMap<String, Boolean>> copy = new TreeMap<>();
        tables.forEach((table, columns) -> copy.put(table, Collections.unmodifiableSortedMap(new TreeMap<>(columns))));
        tables = Collections.unmodifiableSortedMap(copy);
    }

    /** Reads the answer to {@code get_schema}. */
    public static Schema read(JsonNode node) {
        ValueJson.requireObject(node, "a database schema");
        ValueJson.requireObject(node.path("tables"), "the tables of a schema");
        SortedMap<String, SortedMap<String, Boolean>> tables = new TreeMap<>();
        for (Map.Entry<String, JsonNode> table : node.path("tables").properties()) {
            JsonNode columns = table.getValue().path("columns");
            ValueJson.requireObject(columns, "the columns of table " + table.getKey());
            SortedMap<String, Boolean> kinds = new TreeMap<>();
            columns.properties()
                    .forEach(column -> kinds.put(
                            column.getKey(), isComposite(column.getValue().path("type"))));
            tables.put(table.getKey(), kinds);
        }
        return new Schema(node.path("name").asString(""), node.path("version").asString(""), tables);
    }

    private static boolean isComposite(JsonNode type) {
        JsonNode most = type.path("max");
        return most.isString() || most.asInt(1) > 1;
    }

    /** Whether the table exists and has the column. */
    public boolean has(String table, String column) {
        return tables.getOrDefault(table, Collections.emptySortedMap()).containsKey(column);
    }

    /** Whether a column can hold more than one value; false for one that does not exist. */
    public boolean isComposite(String table, String column) {
        return tables.getOrDefault(table, Collections.emptySortedMap()).getOrDefault(column, false);
    }

    /** Those of the wanted columns that exist, by table; without tables of which nothing exists. */
    public SortedMap<String, SortedSet<String>> present(Map<String, ? extends Iterable<String>> wanted) {
        SortedMap<String, SortedSet<String>> present = new TreeMap<>();
        wanted.forEach((table, columns) -> {
            SortedSet<String> there = new TreeSet<>();
            for (String column : columns) {
                if (has(table, column)) {
                    there.add(column);
                }
            }
            if (!there.isEmpty()) {
                present.put(table, there);
            }
        });
        return present;
    }
}
