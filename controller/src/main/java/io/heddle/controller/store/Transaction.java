package io.heddle.controller.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Conditions, and what to do if all of them hold: all of it at one revision, or nothing.
 *
 * @param conditions what must hold before
 * @param operations what to do, in order; no key twice
 */
public record Transaction(List<Condition> conditions, List<Operation> operations) {

    public Transaction {
        conditions = List.copyOf(conditions);
        operations = List.copyOf(operations);
        if (operations.stream().map(Operation::key).distinct().count() != operations.size()) {
            throw new IllegalArgumentException("a transaction names a key twice: " + operations);
        }
    }

    /** A condition on one key. */
    public sealed interface Condition {
        /** The key. */
        String key();

        /** The key does not exist. */
        record Absent(String key) implements Condition {}

        /** The key was last put at exactly that revision. */
        record UnchangedSince(String key, long modified) implements Condition {}
    }

    /** A change of one key. */
    public sealed interface Operation {
        /** The key. */
        String key();

        /** Give the key a value. */
        record Put(String key, Bytes value) implements Operation {}

        /** Remove the key, if it exists. */
        record Remove(String key) implements Operation {}
    }

    /** Puts one value unconditionally. */
    public static Transaction put(String key, Bytes value) {
        return new Transaction(List.of(), List.of(new Operation.Put(key, value)));
    }

    /** Removes one key unconditionally. */
    public static Transaction remove(String key) {
        return new Transaction(List.of(), List.of(new Operation.Remove(key)));
    }

    /** This transaction, under one more condition. */
    public Transaction given(Condition condition) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(condition);
        return new Transaction(more, operations);
    }

    /** This transaction with one more operation. */
    public Transaction then(Operation operation) {
        List<Operation> more = new ArrayList<>(operations);
        more.add(operation);
        return new Transaction(conditions, more);
    }
}
