package io.heddle.controller.store;

/** What became of a transaction. */
public sealed interface CommitResult {

    /** It is done, and durable. */
    record Committed(long revision) implements CommitResult {}

    /** A condition did not hold, and nothing was done. */
    record Conflict(Transaction.Condition failed) implements CommitResult {}
}
