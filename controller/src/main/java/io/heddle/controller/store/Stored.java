package io.heddle.controller.store;

import java.util.function.Supplier;

/** How the typed stores read and write. */
final class Stored {

    private Stored() {}

    /** What {@code reading} makes of {@code entry}; values that contradict each other are a damage like any other. */
    static <T> T understood(Entry entry, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            throw new StoreException(
                    "The entry '" + entry.key() + "' of the store cannot be understood (" + e.getMessage()
                            + "): it was written by another version of the program, or by hand.",
                    e);
        }
    }

    /** Takes note of the result of an unconditional commit, which has no conflict. */
    static void done(CommitResult result) {
        if (result instanceof CommitResult.Conflict conflict) {
            throw new IllegalStateException("an unconditional commit met a conflict: " + conflict);
        }
    }
}
