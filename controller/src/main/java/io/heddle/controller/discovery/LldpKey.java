package io.heddle.controller.discovery;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The controller's secret for LLDP frames: whoever lacks it cannot make a frame that is believed. */
public final class LldpKey {

    /** The length of a tag in bytes. */
    public static final int TAG_LENGTH = 32;

    /** The least length of a secret in bytes (RFC 2104 §3: as long as the hash). */
    public static final int SECRET_LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /** A key of {@code secret}, at least {@link #SECRET_LENGTH} bytes. */
    public LldpKey(byte[] secret) {
        if (secret.length < SECRET_LENGTH) {
            throw new IllegalArgumentException(
                    "an LLDP secret has at least " + SECRET_LENGTH + " bytes, not " + secret.length);
        }
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** The HMAC-SHA256 (RFC 2104) of {@code message}. Not to be called by two threads at once. */
    byte[] tag(byte[] message) {
        return mac.doFinal(message);
    }

    @Override
    public String toString() {
        return "LldpKey[secret]";
    }
}
