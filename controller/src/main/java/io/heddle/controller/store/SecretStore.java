package io.heddle.controller.store;

import io.heddle.controller.store.Transaction.Condition;
import java.util.function.Supplier;

/** Keeps the controller's secrets: each is made once, and then the same for ever and for every instance. */
public final class SecretStore {

    /** The key of LLDP frames. */
    public static final String LLDP = "lldp";

    /** What the administrator of the Networking API shows when there is no users file. */
    public static final String ADMIN_TOKEN = "admin-token";

    private static final String PREFIX = "secret/";

    private final Store store;

    /** Secrets in {@code store}. */
    public SecretStore(Store store) {
        this.store = store;
    }

    /** The secret of that name, which is made by {@code maker} if it does not exist yet. */
    public byte[] secret(String name, Supplier<byte[]> maker) {
        String key = PREFIX + name;
        if (store.get(key).isEmpty()) {
            // When somebody else was quicker, theirs is the secret.
            CommitResult ignored =
                    store.commit(Transaction.put(key, Bytes.of(maker.get())).given(new Condition.Absent(key)));
        }
        return store.get(key)
                .map(entry -> entry.value().toArray())
                .orElseThrow(() -> new StoreException("The secret '" + name + "' was removed while it was read."));
    }
}
