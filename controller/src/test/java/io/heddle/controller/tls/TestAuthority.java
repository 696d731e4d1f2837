package io.heddle.controller.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** An authority with a key of its own, made for one test, that signs certificates (RFC 5280) into a folder. */
public final class TestAuthority {
    private static final AlgorithmIdentifier ECDSA = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    private final Path folder;
    private final String name;
    private final KeyPair key = keyPair();
    private int issued;

    /** An authority of that name; its certificate is in {@code folder}. */
    public TestAuthority(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        write(authorities(), "CERTIFICATE", certificate(name, key, true, Duration.ofDays(1)));
    }

    /** Where its own certificate is. */
    public Path authorities() {
        return folder.resolve(name + "-ca.pem");
    }

    /** An identity of that name, vouched for by this authority, that believes {@code peers}. */
    public TlsFiles identity(String subject, TestAuthority peers) {
        return identity(subject, peers, Duration.ofDays(1));
    }

    /** The same with a certificate that ends so long from now. */
    public TlsFiles identity(String subject, TestAuthority peers, Duration life) {
        KeyPair own = keyPair();
        TlsFiles files = new TlsFiles(
                folder.resolve(subject + "-cert.pem"), folder.resolve(subject + "-privkey.pem"), peers.authorities());
        write(files.certificate(), "CERTIFICATE", certificate(subject, own, false, life));
        write(files.privateKey(), "PRIVATE KEY", own.getPrivate().getEncoded());
        return files;
    }

    private byte[] certificate(String subject, KeyPair of, boolean isAuthority, Duration life) {
        Instant end = Instant.now().plus(life);
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(++issued)));
        generator.setSignature(ECDSA);
        generator.setIssuer(new X500Name("CN=" + name));
        generator.setSubject(new X500Name("CN=" + subject));
        generator.setStartDate(new Time(Date.from(end.minus(Duration.ofDays(10)))));
        generator.setEndDate(new Time(Date.from(end)));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(of.getPublic().getEncoded()));
        try {
            generator.setExtensions(new Extensions(
                    new Extension(Extension.basicConstraints, true, new BasicConstraints(isAuthority).getEncoded())));
            TBSCertificate unsigned = generator.generateTBSCertificate();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key.getPrivate());
            signature.update(unsigned.getEncoded());
            ASN1EncodableVector whole = new ASN1EncodableVector();
            whole.add(unsigned);
            whole.add(ECDSA);
            whole.add(new DERBitString(signature.sign()));
            return new DERSequence(whole).getEncoded();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a PEM file, whole at once. */
    public static void write(Path file, String label, byte[] octets) {
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets) + "\n-----END " + label
                + "-----\n";
        try {
            Path whole = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(whole, text);
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
