package io.heddle.controller.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The blocks of one PEM file (RFC 7468); text around them, as {@code ovs-pki} writes it into certificates, is passed over. */
final class PemFile {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final long LONGEST = 1 << 20;

    private final Path file;
    private final List<Block> blocks = new ArrayList<>();

    private record Block(String label, String text) {
        byte[] octets() {
            return Base64.getMimeDecoder().decode(text);
        }
    }

    /** Reads a file; throws {@link UnusableCertificates} when it cannot be read. */
    PemFile(Path file) {
        this.file = file;
        try {
            if (Files.size(file) > LONGEST) {
                throw new UnusableCertificates(file + " has more than " + LONGEST + " bytes");
            }
            Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (matcher.find()) {
                blocks.add(new Block(matcher.group(1), matcher.group(2)));
            }
        } catch (IOException e) {
            throw new UnusableCertificates(file + " cannot be read (" + e + ")", e);
        }
    }

    /** Its certificates in their order, at least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.label.endsWith("CERTIFICATE")) {
                    found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.octets())));
                }
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw new UnusableCertificates(file + " holds a certificate that cannot be read: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new UnusableCertificates(file + " holds no certificate (-----BEGIN CERTIFICATE-----)");
        }
        return found;
    }

    /** The first private key in it. */
    PrivateKey privateKey() {
        for (Block block : blocks) {
            try {
                switch (block.label) {
                    case "PRIVATE KEY" -> {
                        return key(PrivateKeyInfo.getInstance(block.octets()));
                    }
                    case "RSA PRIVATE KEY" -> {
                        var algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
                        return key(new PrivateKeyInfo(algorithm, RSAPrivateKey.getInstance(block.octets())));
                    }
                    case "EC PRIVATE KEY" -> {
                        ECPrivateKey inner = ECPrivateKey.getInstance(block.octets());
                        var curve = new AlgorithmIdentifier(
                                X9ObjectIdentifiers.id_ecPublicKey, inner.getParametersObject());
                        return key(new PrivateKeyInfo(curve, inner));
                    }
                    case "ENCRYPTED PRIVATE KEY" ->
                        throw new UnusableCertificates(file + " holds an encrypted key; write it without a passphrase:"
                                + " openssl pkey -in FILE -out FILE.plain");
                    default -> {}
                }
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                throw new UnusableCertificates(file + " holds a key that cannot be read: " + e.getMessage(), e);
            }
        }
        throw new UnusableCertificates(file + " holds no private key (-----BEGIN PRIVATE KEY-----)");
    }

    private static PrivateKey key(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        String kind = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        // The JDK knows key factories by these identifiers too: RSA, EC and the Edwards curves.
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }
}
