package io.heddle.controller.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** A password as it is kept: Argon2id (RFC 9106), in the text form that other programs write too. */
final class PasswordHash {

    /**
     * What a hash costs.
     *
     * @param memory KiB of memory
     * @param passes how often they are gone over
     * @param lanes how many threads could work on it
     */
    private record Cost(int memory, int passes, int lanes) {

        /** 19 MiB and two passes, which takes a modern core some 30 ms. */
        static final Cost USUAL = new Cost(19 * 1024, 2, 1);

        Cost {
            if (memory < 8 * lanes || memory > MEMORY_AT_MOST || passes < 1 || lanes < 1) {
                throw new IllegalArgumentException("no Argon2 takes m=" + memory + ", t=" + passes + ", p=" + lanes);
            }
        }
    }

    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,2}),p=([0-9]{1,2})\\$([A-Za-z0-9+/]{8,88})\\$([A-Za-z0-9+/]{16,88})");
    private static final int MEMORY_AT_MOST = 1 << 20;

    private final Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    /** The hash of a new password. */
    static PasswordHash of(String password, SecureRandom random) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        return new PasswordHash(Cost.USUAL, salt, compute(password, Cost.USUAL, salt, 32));
    }

    /** Reads {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}. */
    static PasswordHash parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a hash of the form $argon2id$v=19$m=...,t=...,p=...$...$...");
        }
        Base64.Decoder decoder = Base64.getDecoder();
        return new PasswordHash(
                new Cost(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))),
                decoder.decode(matcher.group(4)),
                decoder.decode(matcher.group(5)));
    }

    /** Whether it is the hash of {@code password}; takes the same time whatever differs. */
    boolean isOf(String password) {
        return MessageDigest.isEqual(hash, compute(password, cost, salt, hash.length));
    }

    String text() {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memory() + ",t=" + cost.passes() + ",p=" + cost.lanes() + "$"
                + encoder.encodeToString(salt) + "$" + encoder.encodeToString(hash);
    }

    private static byte[] compute(String password, Cost cost, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
