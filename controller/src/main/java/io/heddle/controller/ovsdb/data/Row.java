package io.heddle.controller.ovsdb.data;

import io.heddle.controller.ovsdb.data.OvsdbValue.MapOf;
import io.heddle.controller.ovsdb.data.OvsdbValue.SetOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * One row as far as it is monitored. A column that is not there, or holds another type than asked for, reads as empty: a schema may
 * lack any column.
 *
 * @param uuid its identity
 * @param columns its columns by name
 */
public record Row(UUID uuid, SortedMap<String, OvsdbValue> columns) {

    public Row {
        columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
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
