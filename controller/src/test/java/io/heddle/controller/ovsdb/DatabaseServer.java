package io.heddle.controller.ovsdb;

import io.heddle.controller.tls.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real {@code ovsdb-server} of a test's own, without {@code ovs-vswitchd}: nothing of it outside its folder and loopback. */
final class DatabaseServer implements AutoCloseable {
    private static final Path DAEMON = Path.of("/usr/sbin/ovsdb-server");
    private static final Path SCHEMA = Path.of("/usr/share/openvswitch/vswitch.ovsschema");
    private static final long PATIENCE_SECONDS = 20;

    private final Path folder;
    private final List<String> options;
    private Optional<Process> process = Optional.empty();

    private DatabaseServer(Path folder, List<String> options) {
        this.folder = folder;
        this.options = options;
    }

    static boolean isInstalled() {
        return Files.isExecutable(DAEMON) && Files.isReadable(SCHEMA);
    }

    /** A database that is initialised, has no bridges, and is served on its socket and at {@code remotes}. */
    static DatabaseServer start(String... remotes) {
        return startWith(SCHEMA, remotes);
    }

    /** The same with another schema. */
    static DatabaseServer startWith(Path schema, String... remotes) {
        return startWith(schema, List.of(), remotes);
    }

    /** The same as the first, with an identity for {@code ssl:} and {@code pssl:}. */
    static DatabaseServer secured(TlsFiles identity, String... remotes) {
        List<String> options = List.of(
                "--certificate=" + identity.certificate(),
                "--private-key=" + identity.privateKey(),
                "--ca-cert=" + identity.authorities());
        return startWith(SCHEMA, options, remotes);
    }

    private static DatabaseServer startWith(Path schema, List<String> options, String... remotes) {
        try {
            DatabaseServer server = new DatabaseServer(Files.createTempDirectory("ovsdb"), options);
            server.run("ovsdb-tool", "create", server.path("conf.db"), schema.toString());
            server.serve(remotes);
            server.vsctl("init");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The socket of a database that is to be started later in the same place. */
    String socket() {
        return path("db.sock");
    }

    void serve(String... remotes) {
        List<String> words = new ArrayList<>(
                List.of(DAEMON.toString(), path("conf.db"), "--remote=punix:" + socket(), "--unixctl=" + path("ctl")));
        for (String remote : remotes) {
            words.add("--remote=" + remote);
        }
        words.addAll(options);
        words.add("-vconsole:off");
        try {
            process = Optional.of(builder(words.toArray(String[]::new))
                    .redirectOutput(folder.resolve("log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server as a power cut would. */
    void kill() {
        process.ifPresent(running -> {
            running.destroyForcibly();
            running.onExit().join();
        });
        process = Optional.empty();
    }

    /** Adds a bridge as a running {@code ovs-vswitchd} would leave it. */
    void bridge(String name, long dpid) {
        vsctl("add-br", name, "--", "set", "bridge", name, "datapath_id=\"%016x\"".formatted(dpid));
    }

    String vsctl(String... words) {
        List<String> all =
                new ArrayList<>(List.of("ovs-vsctl", "--timeout=20", "--retry", "--no-wait", "--db=unix:" + socket()));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    /** One column of every row of a table, one line each, sorted. */
    List<String> column(String table, String column) {
        return vsctl("--bare", "--columns=" + column, "list", table)
                .lines()
                .filter(line -> !line.isBlank())
                .sorted()
                .toList();
    }

    private String path(String file) {
        return folder.resolve(file).toString();
    }

    private ProcessBuilder builder(String... words) {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("OVS_RUNDIR", folder.toString());
        builder.environment().put("OVS_DBDIR", folder.toString());
        builder.environment().put("OVS_LOGDIR", folder.toString());
        return builder;
    }

    private String run(String... words) {
        try {
            Process tool = builder(words).start();
            String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!tool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || tool.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
