package io.heddle.controller.openflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An Open vSwitch of a test's own: its own database and folder, dummy datapath, no root, nothing of it outside the folder and
 * loopback.
 */
public final class OpenVSwitch implements AutoCloseable {
    private static final Path DAEMON = Path.of("/usr/sbin/ovs-vswitchd");
    private static final Path SCHEMA = Path.of("/usr/share/openvswitch/vswitch.ovsschema");
    private static final long PATIENCE_SECONDS = 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    private OpenVSwitch(Path folder) {
        this.folder = folder;
    }

    /** Whether this machine has what is needed. */
    public static boolean isInstalled() {
        return Files.isExecutable(DAEMON) && Files.isReadable(SCHEMA);
    }

    /** Starts a database and a daemon without bridges. */
    public static OpenVSwitch start() {
        try {
            OpenVSwitch ovs = new OpenVSwitch(Files.createTempDirectory("ovs"));
            ovs.run("ovsdb-tool", "create", ovs.path("conf.db"), SCHEMA.toString());
            ovs.processes.add(ovs.spawn(
                    "ovsdb-server",
                    ovs.path("conf.db"),
                    "--remote=punix:" + ovs.path("db.sock"),
                    "--remote=db:Open_vSwitch,Open_vSwitch,manager_options",
                    "--unixctl=" + ovs.path("db.ctl"),
                    "-vconsole:off"));
            ovs.vsctl("--retry", "--no-wait", "init");
            ovs.startDaemon();
            return ovs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startDaemon() {
        processes.add(spawn(
                DAEMON.toString(),
                "unix:" + path("db.sock"),
                "--enable-dummy=override",
                "--disable-system",
                "--unixctl=" + path("vs.ctl"),
                "-vconsole:off"));
    }

    /** Ends the daemon at once and starts it again; flows and groups are gone. */
    public void restartDaemon() {
        end(processes.removeLast());
        startDaemon();
    }

    /** Makes a bridge with ports p1 to p{@code ports} that connects to a controller at a loopback port. */
    void bridge(String name, String protocols, long dpid, int ports, int controllerPort) {
        List<String> words = new ArrayList<>(List.of("--", "add-br", name));
        words.addAll(List.of("--", "set", "bridge", name, "datapath_type=dummy", "fail_mode=secure"));
        words.addAll(List.of("protocols=" + protocols, "other-config:datapath-id=%016x".formatted(dpid)));
        for (int i = 1; i <= ports; i++) {
            words.addAll(List.of("--", "add-port", name, name + "p" + i));
            words.addAll(List.of("--", "set", "interface", name + "p" + i, "type=dummy", "ofport_request=" + i));
        }
        words.addAll(List.of("--", "set-controller", name, "tcp:127.0.0.1:" + controllerPort));
        words.addAll(List.of("--", "set", "controller", name, "max_backoff=1000", "inactivity_probe=5000"));
        vsctl(words.toArray(String[]::new));
    }

    /** Runs {@code ovs-vsctl}; returns what it says. */
    public String vsctl(String... words) {
        return run(concat(List.of("ovs-vsctl", "--timeout=20", "--db=unix:" + path("db.sock")), words));
    }

    /** Runs {@code ovs-ofctl} on a bridge; returns what it says. */
    public String ofctl(String version, String command, String bridge, String... words) {
        List<String> all =
                new ArrayList<>(List.of("ovs-ofctl", "-O" + version, command, "unix:" + path(bridge + ".mgmt")));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    /** Runs {@code ovs-appctl} on the daemon; returns what it says. */
    public String appctl(String... words) {
        return run(concat(List.of("ovs-appctl", "--target=" + path("vs.ctl")), words));
    }

    /** A command to the daemon over its control socket, as {@code ovs-appctl} sends it but without a new process. */
    String ask(String method, String... parameters) {
        ObjectNode request = JSON.createObjectNode().put("method", method).put("id", 0);
        ArrayNode list = request.putArray("params");
        Stream.of(parameters).forEach(list::add);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path("vs.ctl")))) {
            channel.write(ByteBuffer.wrap(request.toString().getBytes(StandardCharsets.UTF_8)));
            JsonNode reply = JSON.readTree(Channels.newInputStream(channel));
            if (!reply.path("error").isNull()) {
                throw new IllegalStateException(method + ": " + reply);
            }
            return reply.path("result").asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] concat(List<String> first, String... rest) {
        return Stream.concat(first.stream(), Stream.of(rest)).toArray(String[]::new);
    }

    /** Where a file of its folder is. */
    public Path file(String name) {
        return folder.resolve(name);
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

    private Process spawn(String... words) {
        try {
            return builder(words)
                    .redirectOutput(folder.resolve("daemons.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(String... words) {
        try {
            Process process = builder(words).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void end(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        processes.reversed().forEach(OpenVSwitch::end);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
