package io.heddle.controller.store;

import io.heddle.controller.store.Transaction.Condition;
import io.heddle.controller.store.Transaction.Operation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Store} in one folder of the local disk: SQLite with a write-ahead log that is flushed at every commit.
 *
 * <p>The folder holds {@code heddle.db} with its log, a lock file that keeps a second process out, and a marker that says a store was
 * made here, so that one which vanished is not taken for a new one. Everything is read and checked once when it is opened: the
 * database's own structure, and a checksum of every entry. The last {@value #HISTORY} changes are remembered for watches.
 */
public final class SqliteStore implements Store {

    /** How many changes are remembered. */
    public static final int HISTORY = 10_000;

    private record Watcher(String prefix, Consumer<KeyChange> listener) {}

    private final StoreFolder folder;
    private final Connection connection;
    private final List<Watcher> watchers = new ArrayList<>();
    private long revision;

    private SqliteStore(StoreFolder folder, Connection connection, long revision) {
        this.folder = folder;
        this.connection = connection;
        this.revision = revision;
    }

    /**
     * Opens the store in {@code path}, or makes a new one if there never was one.
     *
     * @throws StoreException when another process has it open, when it is damaged, or when it is of a newer version
     */
    public static SqliteStore open(Path path) {
        StoreFolder folder = StoreFolder.lock(path);
        try {
            Connection connection = SqliteDatabase.open(folder);
            return new SqliteStore(folder, connection, SqliteDatabase.revision(connection));
        } catch (SQLException e) {
            folder.close();
            throw folder.damaged(e.toString(), e);
        } catch (StoreException e) {
            folder.close();
            throw e;
        }
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public Optional<Entry> get(String key) {
        return reading("SELECT key, value, created, modified, checksum FROM entry WHERE key = ?", key).stream()
                .findFirst();
    }

    @Override
    public List<Entry> range(String prefix) {
        return reading(
                "SELECT key, value, created, modified, checksum FROM entry"
                        + " WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key",
                prefix);
    }

    @Override
    public CommitResult commit(Transaction transaction) {
        try {
            for (Condition condition : transaction.conditions()) {
                if (!holds(condition)) {
                    return new CommitResult.Conflict(condition);
                }
            }
            List<KeyChange> changes = write(transaction.operations(), revision + 1);
            if (changes.isEmpty()) {
                return new CommitResult.Committed(revision);
            }
            connection.commit();
            revision++;
            changes.forEach(this::tell);
            return new CommitResult.Committed(revision);
        } catch (SQLException e) {
            rollback(e);
            throw folder.failed("a change could not be written, and was not made", e);
        }
    }

    @Override
    public Watch watch(String prefix, long after, Consumer<KeyChange> listener) {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT revision, key, value FROM history WHERE revision > ? ORDER BY revision, key")) {
            long compacted = SqliteDatabase.compacted(connection);
            if (after < compacted) {
                throw new CompactedException(after, compacted);
            }
            query.setLong(1, after);
            List<KeyChange> past = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    past.add(change(rows.getString("key"), rows.getLong("revision"), rows.getBytes("value")));
                }
            }
            Watcher watcher = new Watcher(prefix, listener);
            watchers.add(watcher);
            past.stream().filter(change -> change.key().startsWith(prefix)).forEach(listener);
            return () -> watchers.remove(watcher);
        } catch (SQLException e) {
            throw folder.failed("the history cannot be read", e);
        }
    }

    @Override
    public void close() {
        try (folder;
                connection) {
            watchers.clear();
        } catch (SQLException e) {
            throw folder.failed("the database could not be closed", e);
        }
    }

    private static KeyChange change(String key, long revision, byte @Nullable [] value) {
        return value == null ? new KeyChange.Removed(key, revision) : new KeyChange.Put(key, revision, Bytes.of(value));
    }

    private boolean holds(Condition condition) {
        Optional<Entry> entry = get(condition.key());
        return switch (condition) {
            case Condition.Absent ignored -> entry.isEmpty();
            case Condition.UnchangedSince unchanged ->
                entry.filter(found -> found.modified() == unchanged.modified()).isPresent();
        };
    }

    private List<KeyChange> write(List<Operation> operations, long next) throws SQLException {
        List<KeyChange> changes = new ArrayList<>();
        try (SqliteWriter writer = new SqliteWriter(connection, next)) {
            for (Operation operation : sorted(operations)) {
                writer.write(operation).ifPresent(changes::add);
            }
        }
        if (!changes.isEmpty()) {
            SqliteDatabase.advance(connection, next, HISTORY);
        }
        return changes;
    }

    /** In the order of their keys, in which they stand in the database: thousands are written in a third of the time. */
    private static List<Operation> sorted(List<Operation> operations) {
        return operations.stream().sorted(Comparator.comparing(Operation::key)).toList();
    }

    private List<Entry> reading(String sql, String argument) {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, argument);
            try (ResultSet rows = query.executeQuery()) {
                return SqliteDatabase.entries(rows, folder);
            }
        } catch (SQLException e) {
            throw folder.failed("it cannot be read", e);
        }
    }

    private void tell(KeyChange change) {
        for (Watcher watcher : List.copyOf(watchers)) {
            if (change.key().startsWith(watcher.prefix())) {
                watcher.listener().accept(change);
            }
        }
    }

    private void rollback(SQLException cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
