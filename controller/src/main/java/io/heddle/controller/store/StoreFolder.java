package io.heddle.controller.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder of a store, held by this process alone; only its owner may look into it. */
final class StoreFolder implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final FileChannel lock;

    private StoreFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Takes the folder, which is made if it is not there. */
    static StoreFolder lock(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path.toAbsolutePath().normalize(), OWNER_ONLY_FOLDER);
            }
            FileChannel channel = FileChannel.open(
                    path.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY_FILE);
            if (tryLock(channel).isEmpty()) {
                channel.close();
                throw new StoreException("The folder " + path
                        + " is in use by another controller: stop that one, or choose another folder with --state.");
            }
            return new StoreFolder(path, channel);
        } catch (IOException e) {
            throw new StoreException(
                    "The folder " + path + " cannot be used (" + e
                            + "): make it writable for this user, or choose another with --state.",
                    e);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    Path database() {
        return path.resolve("heddle.db");
    }

    private Path marker() {
        return path.resolve("format");
    }

    /**
     * Makes the database's file if there never was a store here, so that nobody else may read it from the start.
     *
     * @return whether it is new
     */
    boolean prepareDatabase() {
        try {
            boolean wasMade = Files.exists(marker());
            boolean isThere = Files.exists(database()) && Files.size(database()) > 0;
            if (wasMade && !isThere) {
                throw damaged("its database is missing or empty", null);
            }
            if (!wasMade) {
                // A first start that was cut short left at most empty tables.
                for (String suffix : new String[] {"", "-wal", "-shm"}) {
                    Files.deleteIfExists(path.resolve("heddle.db" + suffix));
                }
                Files.createFile(database(), OWNER_ONLY_FILE);
            }
            return !wasMade;
        } catch (IOException e) {
            throw failed("its database cannot be looked at", e);
        }
    }

    /** Notes that the store is made, so that it is never made again here. */
    void markMade() {
        try (FileChannel channel = FileChannel.open(
                marker(), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY_FILE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {'1', '\n'}));
            channel.force(true);
        } catch (IOException e) {
            throw failed("its marker cannot be written", e);
        }
    }

    StoreException damaged(String detail, @Nullable Throwable cause) {
        return new StoreException(
                "The store " + database() + " is damaged (" + detail
                        + "). Nothing was changed. Put back a copy of the whole folder, or move the folder away to start anew:"
                        + " the fabric then keeps forwarding, but is numbered afresh.",
                cause);
    }

    StoreException failed(String what, Throwable cause) {
        return new StoreException(
                "The store " + path + ": " + what + " (" + cause.getMessage() + "). Check the disk and its free space.",
                cause);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw failed("its lock could not be let go", e);
        }
    }
}
