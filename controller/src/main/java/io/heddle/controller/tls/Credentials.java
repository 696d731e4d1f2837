package io.heddle.controller.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes of the files of an identity what handshakes are done with. */
final class Credentials {
    private static final char[] NO_PASSWORD = {};

    private Credentials() {}

    /** Reads all files; throws {@link UnusableCertificates} when they are not a certificate, its key and authorities. */
    static SSLContext read(TlsFiles files) {
        List<X509Certificate> chain = new PemFile(files.certificate()).certificates();
        PrivateKey key = new PemFile(files.privateKey()).privateKey();
        List<X509Certificate> authorities = new PemFile(files.authorities()).certificates();
        try {
            if (!belongTogether(chain.getFirst(), key)) {
                throw new UnusableCertificates(
                        "the private key " + files.privateKey() + " is not that of " + files.certificate());
            }
            KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore own = empty();
            own.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
            ours.init(own, NO_PASSWORD);
            TrustManagerFactory theirs = TrustManagerFactory.getInstance("PKIX");
            KeyStore believed = empty();
            for (int i = 0; i < authorities.size(); i++) {
                believed.setCertificateEntry("authority" + i, authorities.get(i));
            }
            theirs.init(believed);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableCertificates(
                    "the certificate " + files.certificate() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        String kind = certificate.getPublicKey().getAlgorithm();
        if (!kind.equals(key.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(
                switch (kind) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> kind;
                });
        byte[] text = "heddle".getBytes(StandardCharsets.US_ASCII);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }
}
