package io.heddle.controller.ovsdb.data;

import io.heddle.controller.ovsdb.data.OvsdbValue.MapOf;
import io.heddle.controller.ovsdb.data.OvsdbValue.SetOf;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The monitored part of one database, as last reported; belongs to one session.
 *
 * <p>An update that does not fit (a change of a row that is not there, more rows than allowed) throws
 * {@link MalformedJsonException} and leaves the replica half changed: it must be thrown away then, and read again from the start.
 */
public final class Replica {

    private final Schema schema;
    private final int rowsAtMost;
    private final Map<String, Map<UUID, Row>> tables = new HashMap<>();
    private final Map<String, Set<UUID>> touched = new HashMap<>();
    private int rows;
    private long revision;

    /** An empty replica that can hold so many rows. */
    public Replica(Schema schema, int rowsAtMost) {
        this.schema = schema;
        this.rowsAtMost = rowsAtMost;
    }

    public Schema schema() {
        return schema;
    }

    /** Grows with every update that was applied. */
    public long revision() {
        return revision;
    }

    /** The rows of a table by identity, as they are at this moment; empty for a table that is not monitored. Not for large tables. */
    public SortedMap<UUID, Row> table(String name) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(tables.getOrDefault(name, Map.of())));
    }

    /** One row. */
    public Optional<Row> row(String table, UUID uuid) {
        return Optional.ofNullable(tables.getOrDefault(table, Map.of()).get(uuid));
    }

    /** The rows, by table, that came, changed or went since this was last asked. */
    public Map<String, Set<UUID>> takeTouched() {
        Map<String, Set<UUID>> taken = Map.copyOf(touched);
        touched.clear();
        return taken;
    }

    /** Applies whole rows, old and new (RFC 7047 §4.1.6): the answer to {@code monitor}, and {@code update}. */
    public void applyUpdate(JsonNode tablesOfRows) {
        forEachRow(tablesOfRows, (table, uuid, change) -> {
            JsonNode after = change.path("new");
            if (after.isMissingNode() || after.isNull()) {
                remove(table, uuid);
            } else {
                put(table, new Row(uuid, ValueJson.columns(after)));
            }
        });
    }

    /** Applies differences (ovsdb-server(7), {@code update2}): the answers to the newer monitors, and {@code update2}, {@code update3}. */
    public void applyUpdate2(JsonNode tablesOfRows) {
        forEachRow(tablesOfRows, (table, uuid, change) -> {
            if (change.size() != 1) {
                throw MalformedJsonException.expected("one change of row " + uuid, change);
            }
            Map.Entry<String, JsonNode> only = change.properties().iterator().next();
            switch (only.getKey()) {
                case "initial", "insert" -> put(table, new Row(uuid, ValueJson.columns(only.getValue())));
                case "delete" -> remove(table, uuid);
                case "modify" -> modify(table, uuid, ValueJson.columns(only.getValue()));
                default -> throw MalformedJsonException.expected("initial, insert, delete or modify", only.getKey());
            }
        });
    }

    private interface RowReader {
        void read(String table, UUID uuid, JsonNode change);
    }

    private void forEachRow(JsonNode updates, RowReader reader) {
        ValueJson.requireObject(updates, "updates by table");
        for (Map.Entry<String, JsonNode> table : updates.properties()) {
            ValueJson.requireObject(table.getValue(), "updates by row");
            for (Map.Entry<String, JsonNode> row : table.getValue().properties()) {
                ValueJson.requireObject(row.getValue(), "the update of a row");
                UUID uuid = ValueJson.uuid(row.getKey());
                touched.computeIfAbsent(table.getKey(), ignored -> new HashSet<>())
                        .add(uuid);
                reader.read(table.getKey(), uuid, row.getValue());
            }
        }
        revision++;
    }

    private void put(String table, Row row) {
        Row before = tables.computeIfAbsent(table, ignored -> new HashMap<>()).put(row.uuid(), row);
        if (before == null && ++rows > rowsAtMost) {
            throw new MalformedJsonException("it has more than " + rowsAtMost + " rows, which is more than is read");
        }
    }

    private void remove(String table, UUID uuid) {
        Map<UUID, Row> held = tables.get(table);
        if (held == null || held.remove(uuid) == null) {
            throw MalformedJsonException.expected("a row of " + table + " that was reported before", uuid);
        }
        rows--;
    }

    private void modify(String table, UUID uuid, SortedMap<String, OvsdbValue> differences) {
        Row before = row(table, uuid)
                .orElseThrow(
                        () -> MalformedJsonException.expected("a row of " + table + " that was reported before", uuid));
        SortedMap<String, OvsdbValue> columns = new TreeMap<>(before.columns());
        differences.forEach((column, difference) -> columns.compute(
                column, (ignored, held) -> schema.isComposite(table, column) ? applied(held, difference) : difference));
        put(table, new Row(uuid, columns));
    }

    private static OvsdbValue applied(@Nullable OvsdbValue held, OvsdbValue difference) {
        if (held instanceof MapOf map && difference instanceof MapOf change) {
            SortedMap<Atom, Atom> pairs = new TreeMap<>(map.pairs());
            change.pairs().forEach((key, value) -> {
                if (!pairs.remove(key, value)) {
                    pairs.put(key, value);
                }
            });
            return new MapOf(pairs);
        }
        if (held instanceof SetOf set && difference instanceof SetOf change) {
            SortedSet<Atom> atoms = new TreeSet<>(set.atoms());
            for (Atom atom : change.atoms()) {
                if (!atoms.remove(atom)) {
                    atoms.add(atom);
                }
            }
            return new SetOf(atoms);
        }
        return difference;
    }
}
