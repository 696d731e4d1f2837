package io.heddle.controller.store;

import java.nio.file.Path;

/** A program that writes until it is killed, and says after every commit which one it was. */
public final class CrashingWriter {

    private CrashingWriter() {}

    public static void main(String[] arguments) {
        try (Store store = SqliteStore.open(Path.of(arguments[0]))) {
            for (long i = store.revision() + 1; ; i++) {
                Transaction both = Transaction.put("a/" + i, Bytes.utf8("value " + i))
                        .then(new Transaction.Operation.Put("b/" + i, Bytes.utf8("value " + i)));
                if (store.commit(both) instanceof CommitResult.Committed committed) {
                    System.out.println(committed.revision());
                    System.out.flush();
                }
            }
        }
    }
}
