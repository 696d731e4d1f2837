package io.heddle.controller.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Bearer tokens: 256 random bits, of which only the SHA-256 is kept; nobody guesses one, so the hash need not be slow. */
final class TokenHash {

    static final String PREFIX = "token:";

    private TokenHash() {}

    /** A new token. */
    static String newToken(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] of(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    static String text(String token) {
        return PREFIX + HexFormat.of().formatHex(of(token));
    }

    /** The hash that {@code text} shows. */
    static byte[] parse(String text) {
        if (!text.matches(PREFIX + "[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not the hash of a token: " + PREFIX + " and 64 hex digits");
        }
        return HexFormat.of().parseHex(text.substring(PREFIX.length()));
    }
}
