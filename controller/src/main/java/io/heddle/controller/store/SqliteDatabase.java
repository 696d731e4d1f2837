package io.heddle.controller.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** The tables of {@link SqliteStore}: how they are made, checked and brought up to date. */
final class SqliteDatabase {

    /** The version of the tables; {@code PRAGMA user_version}. */
    static final int SCHEMA = 1;

    private SqliteDatabase() {}

    /** Opens the database of a locked folder, makes its tables if it is new, and checks everything in it if it is not. */
    static Connection open(StoreFolder folder) throws SQLException {
        boolean isNew = folder.prepareDatabase();
        Connection connection = DriverManager.getConnection(
                "jdbc:sqlite:" + folder.database()
                        + "?journal_mode=WAL&synchronous=FULL&busy_timeout=2000&foreign_keys=true&jdbc.get_generated_keys=false");
        try {
            if (isNew) {
                create(connection);
                folder.markMade();
            } else {
                check(connection, folder);
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | StoreException e) {
            connection.close();
            throw e;
        }
    }

    static long revision(Connection connection) throws SQLException {
        return number(connection, "SELECT revision FROM clock");
    }

    /** The revision up to which changes are forgotten. */
    static long compacted(Connection connection) throws SQLException {
        return number(connection, "SELECT compacted FROM clock");
    }

    /** Sets the revision, and forgets changes older than the last {@code kept} revisions. */
    static void advance(Connection connection, long revision, int kept) throws SQLException {
        long compacted = Math.max(0, revision - kept);
        try (PreparedStatement clock =
                        connection.prepareStatement("UPDATE clock SET revision = ?, compacted = max(compacted, ?)");
                PreparedStatement old = connection.prepareStatement("DELETE FROM history WHERE revision <= ?")) {
            clock.setLong(1, revision);
            clock.setLong(2, compacted);
            clock.executeUpdate();
            old.setLong(1, compacted);
            old.executeUpdate();
        }
    }

    /** Reads entries, each of which must still have the checksum that it was written with. */
    static List<Entry> entries(ResultSet rows, StoreFolder folder) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        while (rows.next()) {
            byte[] value = rows.getBytes("value");
            Entry entry = new Entry(
                    rows.getString("key"),
                    Bytes.of(value == null ? new byte[0] : value),
                    rows.getLong("created"),
                    rows.getLong("modified"));
            if (rows.getLong("checksum") != checksum(entry)) {
                throw folder.damaged("the entry '" + entry.key() + "' is not as it was written", null);
            }
            entries.add(entry);
        }
        return entries;
    }

    /** CRC-32C over key, value and revisions. */
    static long checksum(Entry entry) {
        CRC32C sum = new CRC32C();
        sum.update(entry.key().getBytes(StandardCharsets.UTF_8));
        sum.update(0);
        sum.update(entry.value().toArray());
        sum.update((entry.created() + " " + entry.modified()).getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    private static void create(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE entry (key TEXT PRIMARY KEY, value BLOB NOT NULL,"
                    + " created INTEGER NOT NULL, modified INTEGER NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID");
            statement.executeUpdate("CREATE TABLE history (revision INTEGER NOT NULL, key TEXT NOT NULL, value BLOB,"
                    + " PRIMARY KEY (revision, key)) WITHOUT ROWID");
            statement.executeUpdate("CREATE TABLE clock (revision INTEGER NOT NULL, compacted INTEGER NOT NULL)");
            statement.executeUpdate("INSERT INTO clock VALUES (0, 0)");
            statement.executeUpdate("PRAGMA user_version = " + SCHEMA);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void check(Connection connection, StoreFolder folder) throws SQLException {
        long version = number(connection, "PRAGMA user_version");
        if (version != SCHEMA) {
            throw new StoreException("The store " + folder.database() + " has format " + version
                    + ", and this program knows format " + SCHEMA
                    + ": use the version of the program that wrote it, or another folder.");
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
            String verdict = rows.next() ? rows.getString(1) : "no verdict";
            if (!verdict.equals("ok")) {
                throw folder.damaged(verdict, null);
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key, value, created, modified, checksum FROM entry")) {
            entries(rows, folder);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new SQLException("no answer to: " + sql);
            }
            return rows.getLong(1);
        }
    }
}
