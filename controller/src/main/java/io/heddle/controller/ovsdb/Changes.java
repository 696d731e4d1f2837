package io.heddle.controller.ovsdb;

import io.heddle.controller.ovsdb.data.Operation;
import io.heddle.controller.ovsdb.data.Operation.Mutator;
import io.heddle.controller.ovsdb.data.OvsdbValue;
import io.heddle.controller.ovsdb.data.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The steps of a transaction as they are found to be needed; whatever they build on is waited for first. */
final class Changes {
    private final List<Operation> guards = new ArrayList<>();
    private final List<Operation> steps = new ArrayList<>();

    /** Whether nothing has to be done. */
    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** All of it, with what is said of it in the database's log. */
    List<Operation> because(String reason) {
        List<Operation> all = new ArrayList<>(guards);
        all.addAll(steps);
        all.add(new Operation.Comment(SwitchTables.MARK + ": " + reason));
        return all;
    }

    void add(Operation step) {
        steps.add(step);
    }

    /** Goes on only while that column of references holds what was seen. */
    void unlessChanged(String table, Row row, String column) {
        guard(table, row, column, row.value(column));
    }

    private void guard(String table, Row row, String column, OvsdbValue held) {
        SortedMap<String, OvsdbValue> seen = new TreeMap<>();
        seen.put(column, held);
        Operation guard = new Operation.Wait(table, row.uuid(), seen);
        if (!guards.contains(guard)) {
            guards.add(guard);
        }
    }

    /** Gives a row what it lacks of {@code wanted}. */
    void correct(String table, Row row, SortedMap<String, OvsdbValue> wanted) {
        SortedMap<String, OvsdbValue> different = new TreeMap<>(wanted);
        different.entrySet().removeIf(column -> row.value(column.getKey()).equals(column.getValue()));
        if (different.isEmpty()) {
            return;
        }
        different.forEach((column, value) -> {
            // A column that holds its type's default is not reported; of which type it is, only what is wanted tells.
            if (row.columns().containsKey(column)) {
                guard(table, row, column, row.value(column));
            } else if (value instanceof OvsdbValue.MapOf) {
                guard(table, row, column, OvsdbValue.of(Map.of()));
            }
        });
        steps.add(new Operation.Update(table, row.uuid(), different));
    }

    /** Takes {@code gone} out of a column of references. */
    void takeAway(String table, Row row, String column, Row gone) {
        unlessChanged(table, row, column);
        steps.add(new Operation.Mutate(table, row.uuid(), column, Mutator.DELETE, OvsdbValue.of(gone.uuid())));
    }
}
