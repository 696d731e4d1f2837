package io.heddle.controller.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
    private static final Duration SOON = Duration.ofMillis(20);

    @TempDir
    private Path folder;

    /** Shakes hands in memory; the certificate of the one that asks, as the one that serves saw it. */
    private static X509Certificate handshake(SSLEngine asking, SSLEngine serving) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        for (int round = 0; round < 50; round++) {
            step(asking, toServer, toClient);
            step(serving, toClient, toServer);
        }
        return (X509Certificate) serving.getSession().getPeerCertificates()[0];
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        engine.wrap(ByteBuffer.allocate(0), out);
        runTasks(engine);
        in.flip();
        SSLEngineResult result = engine.unwrap(in, ByteBuffer.allocate(1 << 16));
        runTasks(engine);
        in.compact();
        assertThat(result.getStatus()).isNotEqualTo(SSLEngineResult.Status.BUFFER_OVERFLOW);
    }

    private static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    @Test
    void bothEndsBelieveWhomTheirAuthoritiesVouchFor() throws IOException {
        TestAuthority controllers = new TestAuthority(folder, "controllers");
        TestAuthority switches = new TestAuthority(folder, "switches");
        try (TlsIdentity us = TlsIdentity.open(controllers.identity("ctl", switches), SOON);
                TlsIdentity them = TlsIdentity.open(switches.identity("sw1", controllers), SOON)) {
            assertThat(name(handshake(them.asking(), us.serving()))).isEqualTo("CN=sw1");
            assertThat(name(handshake(us.asking(), them.serving()))).isEqualTo("CN=ctl");
        }
    }

    @Test
    void strangersAndThoseWhoseTimeIsOverAreRefusedWithTheReason() throws IOException {
        TestAuthority controllers = new TestAuthority(folder, "controllers");
        TestAuthority switches = new TestAuthority(folder, "switches");
        TestAuthority others = new TestAuthority(folder, "others");
        try (TlsIdentity us = TlsIdentity.open(controllers.identity("ctl", switches), SOON);
                TlsIdentity stranger = TlsIdentity.open(others.identity("x", controllers), SOON);
                TlsIdentity late = TlsIdentity.open(switches.identity("old", controllers, Duration.ofDays(-1)), SOON)) {
            assertThat(refusal(stranger, us)).contains("no certificate of an authority that is believed here");
            assertThat(refusal(late, us))
                    .contains("its certificate is not good")
                    .contains("NotAfter");
        }
    }

    private static String refusal(TlsIdentity asking, TlsIdentity serving) {
        try {
            handshake(asking.asking(), serving.serving());
        } catch (SSLException e) {
            return TlsFailure.reason(new IllegalStateException(e)).orElseThrow();
        }
        throw new AssertionError("the handshake succeeded");
    }

    @Test
    void filesThatChangeAreReadAnewAndUnusableOnesLeaveTheOldInForce() throws IOException {
        TestAuthority all = new TestAuthority(folder, "all");
        TlsFiles files = all.identity("first", all);
        try (TlsIdentity us = TlsIdentity.open(files, SOON);
                TlsIdentity peer = TlsIdentity.open(all.identity("peer", all), SOON)) {
            Files.writeString(files.privateKey(), "torn");
            assertThat(name(handshake(us.asking(), peer.serving()))).isEqualTo("CN=first");
            TlsFiles second = all.identity("second", all);
            Files.copy(second.certificate(), folder.resolve("c"));
            Files.move(second.privateKey(), files.privateKey(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.move(folder.resolve("c"), files.certificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> name(handshake(us.asking(), peer.serving())).equals("CN=second"));
        }
    }

    @Test
    void filesThatDoNotFitAreRefusedByName() throws IOException {
        TestAuthority all = new TestAuthority(folder, "all");
        TlsFiles one = all.identity("one", all);
        TlsFiles two = all.identity("two", all);
        Path empty = Files.writeString(folder.resolve("empty"), "nothing\n");
        Path locked = folder.resolve("locked");
        TestAuthority.write(locked, "ENCRYPTED PRIVATE KEY", new byte[] {1});
        Path broken = folder.resolve("broken");
        TestAuthority.write(broken, "PRIVATE KEY", new byte[] {1, 2, 3});
        refused(new TlsFiles(one.certificate(), two.privateKey(), one.authorities()), "two-privkey.pem is not that of");
        refused(new TlsFiles(empty, one.privateKey(), one.authorities()), "empty holds no certificate");
        refused(new TlsFiles(one.certificate(), empty, one.authorities()), "empty holds no private key");
        refused(new TlsFiles(one.certificate(), locked, one.authorities()), "encrypted key");
        refused(new TlsFiles(one.certificate(), broken, one.authorities()), "broken holds a key that cannot be read");
        refused(new TlsFiles(folder.resolve("no"), broken, one.authorities()), "no cannot be read");
    }

    private static void refused(TlsFiles files, String why) {
        assertThatThrownBy(() -> TlsIdentity.open(files, SOON))
                .isInstanceOf(UnusableCertificates.class)
                .hasMessageContaining(why);
    }

    @Test
    void keysAreReadAsOpenSslWroteThemBefore() throws GeneralSecurityException, IOException {
        for (String kind : new String[] {"RSA", "EC"}) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(kind.equals("EC") ? 256 : 2048);
            KeyPair pair = generator.generateKeyPair();
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
            Path file = folder.resolve(kind);
            if (kind.equals("RSA")) {
                byte[] inner = info.parsePrivateKey().toASN1Primitive().getEncoded();
                TestAuthority.write(file, "RSA PRIVATE KEY", inner);
            } else {
                var inner = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey());
                var whole = new org.bouncycastle.asn1.sec.ECPrivateKey(
                        256, inner.getKey(), info.getPrivateKeyAlgorithm().getParameters());
                TestAuthority.write(file, "EC PRIVATE KEY", whole.getEncoded());
            }
            assertThat(secret(new PemFile(file).privateKey())).isEqualTo(secret(pair.getPrivate()));
        }
    }

    /** The number that is the secret: how it is written may differ. */
    private static BigInteger secret(PrivateKey key) {
        return key instanceof ECPrivateKey curve ? curve.getS() : ((RSAPrivateKey) key).getPrivateExponent();
    }

    @Test
    void whatIsNoMatterOfTlsHasNoSuchReason() {
        assertThat(TlsFailure.reason(new IOException("reset"))).isEqualTo(Optional.empty());
        assertThat(TlsFailure.ofHandshake(new java.nio.channels.ClosedChannelException()))
                .contains("closed the connection");
        assertThat(TlsFailure.ofHandshake(new IOException("reset"))).contains("the TLS handshake failed: reset");
    }
}
