package io.heddle.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {

    @TempDir
    private Path temporary;

    private Path folder() {
        return temporary.resolve("a").resolve("state");
    }

    @Override
    Store open() {
        return SqliteStore.open(folder());
    }

    /** Fills another store, closes it, and gives its database. */
    private Path filled() {
        Path other = temporary.resolve("b");
        try (Store store = SqliteStore.open(other)) {
            for (int i = 0; i < 200; i++) {
                store.commit(Transaction.put("key/" + i, Bytes.utf8("the value of key " + i)));
            }
        }
        return other.resolve("heddle.db");
    }

    @Test
    void onlyTheOwnerMayLookIn() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aFolderIsForOneControllerOnly() {
        assertThatThrownBy(() -> SqliteStore.open(folder()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(folder().toString())
                .hasMessageContaining("in use by another controller");
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedWithItsName() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> SqliteStore.open(file.resolve("state")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void aDatabaseThatIsNoneIsReportedAndLeftAlone() throws IOException {
        Path database = filled();
        byte[] garbage = new byte[8192];
        Arrays.fill(garbage, (byte) 'x');
        Files.write(database, garbage);
        assertThatThrownBy(() -> SqliteStore.open(temporary.resolve("b")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(database.toString())
                .hasMessageContaining("damaged")
                .hasMessageContaining("Put back a copy");
        assertThat(Files.readAllBytes(database)).isEqualTo(garbage);
    }

    @Test
    void aTornDatabaseIsReported() throws IOException {
        Path database = filled();
        byte[] whole = Files.readAllBytes(database);
        byte[] torn = Arrays.copyOf(whole, whole.length / 2);
        Files.write(database, torn);
        assertThatThrownBy(() -> SqliteStore.open(temporary.resolve("b"))).hasMessageContaining("damaged");
        assertThat(Files.readAllBytes(database)).isEqualTo(torn);
    }

    @Test
    void aDatabaseThatVanishedOrWasEmptiedIsNotMadeAnew() throws IOException {
        Path database = filled();
        Files.write(database, new byte[0]);
        assertThatThrownBy(() -> SqliteStore.open(temporary.resolve("b"))).hasMessageContaining("missing or empty");
        Files.delete(database);
        assertThatThrownBy(() -> SqliteStore.open(temporary.resolve("b"))).hasMessageContaining("missing or empty");
        assertThat(Files.exists(database)).isFalse();
    }

    @Test
    void aFlippedBitInAValueIsReported() throws IOException {
        Path database = filled();
        byte[] content = Files.readAllBytes(database);
        int at = new String(content, java.nio.charset.StandardCharsets.ISO_8859_1).lastIndexOf("the value of key 77");
        int entries = new String(content, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("the value of key 77");
        content[at] ^= 1;
        content[entries] ^= 1;
        Files.write(database, content);
        assertThatThrownBy(() -> SqliteStore.open(temporary.resolve("b")))
                .hasMessageContaining("damaged")
                .hasMessageContaining("key/77");
    }

    @Test
    void aStoreOfANewerProgramIsRefused() throws Exception {
        Path database = filled();
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }
        assertThatThrownBy(() -> SqliteStore.open(temporary.resolve("b")))
                .hasMessageContaining("format 99")
                .hasMessageContaining("knows format 1");
    }

    @Test
    void aRefusedStoreCanBeOpenedOnceItIsPutRight() throws IOException {
        Path database = filled();
        byte[] whole = Files.readAllBytes(database);
        Files.write(database, new byte[0]);
        assertThatThrownBy(() -> SqliteStore.open(temporary.resolve("b"))).isInstanceOf(StoreException.class);
        Files.write(database, whole);
        try (Store store = SqliteStore.open(temporary.resolve("b"))) {
            assertThat(store.revision()).isEqualTo(200);
        }
    }

    @Test
    void aFirstStartThatWasCutShortBeginsAgain() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("c"));
        Files.write(other.resolve("heddle.db"), new byte[0]);
        try (Store store = SqliteStore.open(other)) {
            assertThat(store.revision()).isZero();
        }
    }

    @Test
    void aWatchFromBeforeWhatIsRememberedIsRefused() {
        Path other = temporary.resolve("d");
        try (Store store = SqliteStore.open(other)) {
            store.commit(Transaction.put("a", Bytes.utf8("1")));
        }
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + other.resolve("heddle.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE clock SET revision = 20000");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
        try (Store store = SqliteStore.open(other)) {
            store.commit(Transaction.put("b", Bytes.utf8("2")));
            assertThatThrownBy(() -> store.watch("", 0, change -> {})).isInstanceOf(CompactedException.class);
            store.watch("", 10_001, change -> {}).close();
        }
    }
}
