package io.heddle.controller.ovsdb.data;

import io.heddle.controller.ovsdb.data.OvsdbValue.MapOf;
import io.heddle.controller.ovsdb.data.OvsdbValue.SetOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One row as far as it is monitored. A column that is not there, or holds another type than asked for, reads as empty: a schema may
 * lack any column. A row that changes becomes another one, so what was made of it once stays true and is kept with it. On the thread of
 * its session only.
 */
public final class Row {
    private final UUID uuid;
    private final SortedMap<String, OvsdbValue> columns;
    private final Map<Reading<?>, Object> readings = HashMap.newHashMap(3);

    /**
     * What somebody makes of a row, who keeps this object for all rows.
     *
     * @param <T> what comes of it, unmodifiable
     */
    public static final class Reading<T> {
        private final Function<Row, T> reader;

        /** A reading that depends on nothing but the row. */
        public Reading(Function<Row, T> reader) {
            this.reader = reader;
        }

        /** What it makes of {@code row}: the same object for the same row. */
        @SuppressWarnings("unchecked") // under this key there is only what this reader made
        public T of(Row row) {
            Object kept = row.readings.get(this);
            if (kept == null) {
                kept = reader.apply(row);
                row.readings.put(this, kept);
            }
            return (T) kept;
        }
    }

    /** A row by its identity, with its columns by name. */
    public Row(UUID uuid, SortedMap<String, OvsdbValue> columns) {
        this.uuid = uuid;
        this.columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
    }

    /** Its identity. */
    public UUID uuid() {
        return uuid;
    }

    /** Its columns by name, unmodifiable. */
    public SortedMap<String, OvsdbValue> columns() {
        return columns;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && uuid.equals(row.uuid) && columns.equals(row.columns);
    }

    @Override
    public int hashCode() {
        return uuid.hashCode();
    }

    @Override
    public String toString() {
        return uuid + " " + columns;
    }

    /** What a column holds; nothing if it is not there. */
    public OvsdbValue value(String column) {
        OvsdbValue value = columns.get(column);
        return value == null ? OvsdbValue.none() : value;
    }

    /** The string in a column. */
    public Optional<String> text(String column) {
        return first(column, atom -> atom instanceof Atom.Text text ? Optional.of(text.value()) : Optional.empty());
    }

    /** The whole number in a column. */
    public Optional<Long> number(String column) {
        return first(column, atom -> atom instanceof Atom.Whole whole ? Optional.of(whole.value()) : Optional.empty());
    }

    /** The row that a column refers to. */
    public Optional<UUID> reference(String column) {
        return references(column).stream().findFirst();
    }

    /** The rows that a column refers to, in order. */
    public List<UUID> references(String column) {
        List<UUID> rows = new ArrayList<>();
        if (value(column) instanceof SetOf set) {
            for (Atom atom : set.atoms()) {
                if (atom instanceof Atom.Reference row) {
                    rows.add(row.value());
                }
            }
        }
        return rows;
    }

    /** The strings in a column that is a map of strings, unmodifiable. */
    public SortedMap<String, String> texts(String column) {
        SortedMap<String, String> texts = new TreeMap<>();
        if (value(column) instanceof MapOf map) {
            for (Map.Entry<Atom, Atom> pair : map.pairs().entrySet()) {
                if (pair.getKey() instanceof Atom.Text key && pair.getValue() instanceof Atom.Text held) {
                    texts.put(key.value(), held.value());
                }
            }
        }
        return Collections.unmodifiableSortedMap(texts);
    }

    private <T> Optional<T> first(String column, Function<Atom, Optional<T>> reading) {
        return value(column) instanceof SetOf set && !set.atoms().isEmpty()
                ? reading.apply(set.atoms().first())
                : Optional.empty();
    }
}
