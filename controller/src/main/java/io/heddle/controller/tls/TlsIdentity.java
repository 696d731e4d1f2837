package io.heddle.controller.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who we are to switches and databases, and whom we believe; follows its files while it is open.
 *
 * <p>Engines may be asked for from any thread; that never waits. What a handshake has to compute is for {@link #tasks}.
 */
public final class TlsIdentity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);
    private static final int THREADS = 2;

    /**
     * Which parts of a client's greeting are not read. Open vSwitch names us by whatever it was told, also by an address with a zone, and
     * the JDK would refuse it for a name that is none; names mean nothing here.
     */
    private static final String UNREAD = "jdk.tls.server.disableExtensions";

    /** How often files are looked at by default. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private final TlsFiles files;
    private final AtomicReference<SSLContext> context;
    private final ExecutorService tasks = Executors.newFixedThreadPool(THREADS, daemons("tls"));
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(daemons("certificates"));
    // Of the watching thread alone, once it runs.
    private List<String> seen;
    private String complaint = "";

    private TlsIdentity(TlsFiles files, List<String> seen, SSLContext context) {
        this.files = files;
        this.seen = seen;
        this.context = new AtomicReference<>(context);
    }

    /**
     * Reads the files, and again whenever they have changed.
     *
     * @param interval how often to look whether they have
     * @throws UnusableCertificates when they cannot be used now
     */
    public static TlsIdentity open(TlsFiles files, Duration interval) {
        if (System.getProperty(UNREAD) == null) {
            System.setProperty(UNREAD, "server_name");
        }
        List<String> stamps = stamps(files);
        TlsIdentity identity = new TlsIdentity(files, stamps, Credentials.read(files));
        var unused = identity.watch.scheduleWithFixedDelay(
                identity::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return identity;
    }

    /** For a connection that came to us: the other end must show a certificate. */
    public SSLEngine serving() {
        SSLEngine engine = context.get().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return engine;
    }

    /** For a connection that we made. */
    public SSLEngine asking() {
        SSLEngine engine = context.get().createSSLEngine();
        engine.setUseClientMode(true);
        return engine;
    }

    /** Where the arithmetic of handshakes is done. */
    public Executor tasks() {
        return tasks;
    }

    private void look() {
        List<String> stamps = stamps(files);
        if (stamps.equals(seen) && complaint.isEmpty()) {
            return;
        }
        try {
            context.set(Credentials.read(files));
            seen = stamps;
            complaint = "";
            LOG.info("certificates are read anew from {}; new sessions use them", files.certificate());
        } catch (UnusableCertificates e) {
            // Files are replaced one after the other, so what does not fit together now may a moment later.
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(complaint)) {
                LOG.warn("the certificates have changed and cannot be used, the old ones stay in force: {}", reason);
            }
            complaint = reason;
        }
    }

    private static List<String> stamps(TlsFiles files) {
        return Stream.of(files.certificate(), files.privateKey(), files.authorities())
                .map(TlsIdentity::stamp)
                .toList();
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        watch.shutdownNow();
        tasks.shutdownNow();
    }
}
