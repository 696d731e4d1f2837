package io.heddle.controller.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An ordered map from text keys to bytes, with revisions.
 *
 * <p>Every committed transaction that changes something raises the revision by one; reads see all of a commit or nothing of it. A
 * store is confined to one thread. Every method throws {@link StoreException} when the engine fails; nothing is then half done.
 */
public interface Store extends AutoCloseable {

    /** The revision of the last commit; 0 for a store that never had one. */
    long revision();

    /** The entry of {@code key}. */
    Optional<Entry> get(String key);

    /** The entries whose keys start with {@code prefix}, in the order of their keys' UTF-8 bytes. */
    List<Entry> range(String prefix);

    /** Does all of {@code transaction}, or nothing; when it returns {@code Committed}, the change is durable. */
    CommitResult commit(Transaction transaction);

    /**
     * Tells every change of a key that starts with {@code prefix} and has a revision above {@code after}: past ones first, then each as
     * it is committed, in order, each once.
     *
     * @param listener called on a thread of the store's choice; must be quick and must not call the store
     * @throws CompactedException when changes that recent are no longer all remembered: read the range and watch from its revision
     */
    Watch watch(String prefix, long after, Consumer<KeyChange> listener);

    /** A running watch; closing ends it. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Lets go of the engine and the lock; what is committed stays. */
    @Override
    void close();
}
