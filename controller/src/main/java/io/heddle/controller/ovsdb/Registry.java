package io.heddle.controller.ovsdb;

import io.heddle.controller.state.DatabaseId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which session stands for which database; on the endpoint's event loop only.
 *
 * <p>A database may come twice: over both directions, or again before its old connection is known to be dead. The older session is
 * asked for an echo. If it answers, the newer one is refused; if it does not in time, it is replaced.
 */
final class Registry {
    private final SortedMap<DatabaseId, DatabaseSession> holders = new TreeMap<>();
    private final Set<DatabaseId> contested = new HashSet<>();

    List<DatabaseSession> sessions() {
        return List.copyOf(holders.values());
    }

    Optional<DatabaseSession> session(DatabaseId database) {
        return Optional.ofNullable(holders.get(database));
    }

    /** Gives {@code newcomer} the place of {@code database}, now or once an older session is dead, or ends it. */
    void request(DatabaseId database, DatabaseSession newcomer) {
        DatabaseSession older = holders.get(database);
        if (older == null) {
            place(database, newcomer);
        } else if (contested.add(database)) {
            older.probe(isAlive -> {
                contested.remove(database);
                if (isAlive) {
                    newcomer.end("another session of the same database, from " + older.remote() + ", lives");
                } else {
                    older.end("replaced by a newer session from " + newcomer.remote());
                    place(database, newcomer);
                }
            });
        } else {
            newcomer.end("two other sessions contest the same database");
        }
    }

    private void place(DatabaseId database, DatabaseSession session) {
        if (session.isOpen()) {
            holders.put(database, session);
            session.admit();
        }
    }

    /** Frees the place, if it is that session's. */
    void release(DatabaseId database, DatabaseSession session) {
        holders.remove(database, session);
    }
}
