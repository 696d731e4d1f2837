package io.heddle.controller.store;

import io.heddle.controller.store.Transaction.Operation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Writes the operations of one transaction; its statements are prepared once for all of them, because there may be thousands. */
final class SqliteWriter implements AutoCloseable {

    private final long next;
    private final PreparedStatement created;
    private final PreparedStatement write;
    private final PreparedStatement remove;
    private final PreparedStatement note;

    /** Writes at revision {@code next}. */
    SqliteWriter(Connection connection, long next) throws SQLException {
        this.next = next;
        created = connection.prepareStatement("SELECT created FROM entry WHERE key = ?");
        write = connection.prepareStatement(
                "INSERT OR REPLACE INTO entry (key, value, created, modified, checksum) VALUES (?, ?, ?, ?, ?)");
        remove = connection.prepareStatement("DELETE FROM entry WHERE key = ?");
        note = connection.prepareStatement("INSERT INTO history (revision, key, value) VALUES (?, ?, ?)");
    }

    /** Does it, and tells what changed, if anything did. */
    Optional<KeyChange> write(Operation operation) throws SQLException {
        return switch (operation) {
            case Operation.Put put -> Optional.of(put(put));
            case Operation.Remove removal -> remove(removal);
        };
    }

    private KeyChange put(Operation.Put put) throws SQLException {
        byte[] value = put.value().toArray();
        Entry entry = new Entry(put.key(), put.value(), created(put.key()), next);
        write.setString(1, entry.key());
        write.setBytes(2, value);
        write.setLong(3, entry.created());
        write.setLong(4, entry.modified());
        write.setLong(5, SqliteDatabase.checksum(entry));
        write.executeUpdate();
        note(put.key());
        note.setBytes(3, value);
        note.executeUpdate();
        return new KeyChange.Put(put.key(), next, put.value());
    }

    private Optional<KeyChange> remove(Operation.Remove removal) throws SQLException {
        remove.setString(1, removal.key());
        if (remove.executeUpdate() == 0) {
            return Optional.empty();
        }
        note(removal.key());
        note.executeUpdate();
        return Optional.of(new KeyChange.Removed(removal.key(), next));
    }

    private void note(String key) throws SQLException {
        note.clearParameters();
        note.setLong(1, next);
        note.setString(2, key);
    }

    private long created(String key) throws SQLException {
        created.setString(1, key);
        try (ResultSet rows = created.executeQuery()) {
            return rows.next() ? rows.getLong(1) : next;
        }
    }

    @Override
    public void close() throws SQLException {
        try (created;
                write;
                remove;
                note) {
            note.clearParameters();
        }
    }
}
