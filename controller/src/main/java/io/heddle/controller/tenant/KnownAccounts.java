package io.heddle.controller.tenant;

import io.heddle.rest.networking.Accounts;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.topology.sorted.PersistentMap;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The accounts of a users file, or the one of a generated token.
 *
 * <p>A password's hash takes long on purpose, and HTTP Basic sends the password with every request: those that were right are
 * remembered, as a hash keyed for this process. At most two are computed at a time, so that guessing takes no more than that.
 */
public final class KnownAccounts implements Accounts {

    private static final int REMEMBERED_AT_MOST = 1_000;
    private static final int HASHES_AT_ONCE = 2;

    private final List<Account> accounts;
    private final PasswordHash nobodys;
    private final String key;
    private final AtomicReference<PersistentMap<String, Requester>> remembered =
            new AtomicReference<>(PersistentMap.empty());
    private final Semaphore hashing = new Semaphore(HASHES_AT_ONCE);

    KnownAccounts(List<Account> accounts, SecureRandom random) {
        this.accounts = List.copyOf(accounts);
        key = TokenHash.newToken(random);
        nobodys = PasswordHash.of(key, random);
    }

    /** The accounts of {@code file}; throws {@code ConfigException} when it is not as it must be. */
    public static KnownAccounts of(Path file, SecureRandom random) {
        return new KnownAccounts(UsersFile.read(file), random);
    }

    /** The one who has {@code token} may do everything. */
    public static KnownAccounts ofAdministrator(String token, SecureRandom random) {
        Requester admin = new Requester(new ProjectId("admin"), Requester.Role.ADMIN);
        return new KnownAccounts(List.of(new Account("admin", admin, TokenHash.text(token))), random);
    }

    /** A new token for an administrator. */
    public static String newToken(SecureRandom random) {
        return TokenHash.newToken(random);
    }

    @Override
    public Optional<Requester> byToken(String token) {
        byte[] hash = TokenHash.of(token);
        Optional<Requester> found = Optional.empty();
        // All are compared, so that the time tells nothing.
        for (Account account : accounts) {
            if (account.secret().startsWith(TokenHash.PREFIX)
                    && MessageDigest.isEqual(TokenHash.parse(account.secret()), hash)) {
                found = Optional.of(account.requester());
            }
        }
        return found;
    }

    @Override
    public Optional<Requester> byPassword(String name, String password) {
        String fingerprint = HexFormat.of().formatHex(TokenHash.of(key + name + '\0' + password));
        Optional<Requester> known = remembered.get().find(fingerprint);
        if (known.isPresent()) {
            return known;
        }
        Optional<Account> account = accounts.stream()
                .filter(each -> each.name().equals(name) && !each.secret().startsWith(TokenHash.PREFIX))
                .findFirst();
        // A name that nobody has takes as long as one with a wrong password.
        PasswordHash hash =
                account.map(each -> PasswordHash.parse(each.secret())).orElse(nobodys);
        if (!isRight(hash, password) || account.isEmpty()) {
            return Optional.empty();
        }
        Requester requester = account.get().requester();
        remembered.updateAndGet(
                map -> (map.size() < REMEMBERED_AT_MOST ? map : PersistentMap.<String, Requester>empty())
                        .with(fingerprint, requester));
        return Optional.of(requester);
    }

    private boolean isRight(PasswordHash hash, String password) {
        hashing.acquireUninterruptibly();
        try {
            return hash.isOf(password);
        } finally {
            hashing.release();
        }
    }
}
