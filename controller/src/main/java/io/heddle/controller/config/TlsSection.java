package io.heddle.controller.config;

import io.heddle.controller.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;

/** How a {@link TlsConfig} stands in a file. */
final class TlsSection {

    private TlsSection() {}

    static TlsConfig read(Section section, TlsConfig usual) {
        Optional<Path> certificate = section.value("certificate", Optional.empty(), TlsSection::file);
        Optional<Path> key = section.value("private-key", Optional.empty(), TlsSection::file);
        Optional<Path> authorities = section.value("ca", Optional.empty(), TlsSection::file);
        Optional<Integer> openFlow = section.value("plain-openflow", usual.plainOpenFlow(), TlsSection::port);
        Optional<Integer> ovsdb = section.value("plain-ovsdb", usual.plainOvsdb(), TlsSection::port);
        return section.made(() -> new TlsConfig(files(certificate, key, authorities), openFlow, ovsdb));
    }

    private static Optional<TlsFiles> files(
            Optional<Path> certificate, Optional<Path> key, Optional<Path> authorities) {
        if (certificate.isEmpty() && key.isEmpty() && authorities.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty() || authorities.isEmpty()) {
            throw new IllegalArgumentException("certificate, private-key and ca are needed together");
        }
        return Optional.of(new TlsFiles(certificate.get(), key.get(), authorities.get()));
    }

    private static Optional<Path> file(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("it is the name of a file");
        }
        return Optional.of(Path.of(text));
    }

    private static Optional<Integer> port(String text) {
        return Optional.of(Texts.wholeNumber(text, 0, 65535));
    }

    static String write(TlsConfig tls) {
        return """

                # TLS with switches and databases, mutually authenticated as 'ovs-vsctl set-ssl' expects it. With these PEM files
                # openflow.port and ovsdb.port take ssl: connections only; the files are read again when they change.
                tls:
                  # Our certificate and its private key, without a passphrase, such as 'ovs-pki req+sign' makes.
                  %s
                  %s
                  # Who signs the certificates of switches and databases.
                  %s
                  # Further ports, without TLS, for switches and databases that have no certificate yet.
                  %s
                  %s
                """.formatted(
                        line("certificate", tls.files().map(TlsFiles::certificate), "/etc/heddle/ctl-cert.pem"),
                        line("private-key", tls.files().map(TlsFiles::privateKey), "/etc/heddle/ctl-privkey.pem"),
                        line("ca", tls.files().map(TlsFiles::authorities), "/etc/heddle/switchca.pem"),
                        line("plain-openflow", tls.plainOpenFlow(), 6654),
                        line("plain-ovsdb", tls.plainOvsdb(), 6641));
    }

    private static String line(String key, Optional<?> value, Object example) {
        return value.map(said -> key + ": " + text(said)).orElse("# " + key + ": " + text(example));
    }

    private static String text(Object value) {
        return value instanceof Integer ? value.toString() : Texts.quoted(value.toString());
    }
}
