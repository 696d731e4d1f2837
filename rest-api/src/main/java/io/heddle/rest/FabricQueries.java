package io.heddle.rest;

import java.util.function.Consumer;

/** What the face asks of the machine: the present state, and to be told when there is a newer one. */
public interface FabricQueries {

    /** The latest snapshot; never blocks, from any thread. */
    FabricSnapshot snapshot();

    /**
     * Calls {@code listener} with every snapshot published from now on, in order of revision, on the publisher's own thread. The
     * listener must return at once and not throw.
     */
    Watch watch(Consumer<FabricSnapshot> listener);

    /** A listener's registration; closing it more than once does nothing. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
