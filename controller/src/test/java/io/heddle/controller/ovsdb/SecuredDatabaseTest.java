package io.heddle.controller.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.controller.openflow.EventLog;
import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.Effect.ConfigureServer;
import io.heddle.controller.state.FabricEvent.BridgesSeen;
import io.heddle.controller.state.FabricEvent.DatabaseConnected;
import io.heddle.controller.state.FabricEvent.ServerConfigured;
import io.heddle.controller.state.OpenFlowPorts;
import io.heddle.controller.state.ServerWish;
import io.heddle.controller.tls.Protection;
import io.heddle.controller.tls.TestAuthority;
import io.heddle.controller.tls.TlsIdentity;
import io.heddle.topology.address.Ipv4Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint against real {@code ovsdb-server}s that speak TLS, in both directions. */
class SecuredDatabaseTest {
    private static final OpenFlowPorts OPENFLOW = new OpenFlowPorts(Optional.of(6654), Optional.of(6653));

    private final EventLog events = new EventLog();
    private TestAuthority controllers;
    private TestAuthority switches;
    private TlsIdentity identity;
    private OvsdbEndpoint endpoint;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        assumeTrue(
                DatabaseServer.isInstalled(),
                "SKIPPED: no ovsdb-server on this machine, nothing is proved of real databases");
        controllers = new TestAuthority(folder, "controllers");
        switches = new TestAuthority(folder, "switches");
        identity = TlsIdentity.open(controllers.identity("ctl", switches), Duration.ofSeconds(1));
        endpoint = listening();
    }

    private OvsdbEndpoint listening(Target... targets) {
        return OvsdbEndpoint.start(
                Endpoints.settings(
                        new Protection(Optional.of(identity), Optional.empty()),
                        Endpoints.timing(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60)),
                        targets),
                events);
    }

    @AfterEach
    void stop() {
        if (endpoint != null) {
            endpoint.close();
            identity.close();
        }
    }

    private String here(String scheme) {
        return scheme + ":127.0.0.1:" + endpoint.localAddress().getPort();
    }

    @Test
    void aServerThatComesWithTlsIsGivenABridgeThatConnectsWithTls() {
        try (DatabaseServer server = DatabaseServer.secured(
                switches.identity("sw1", controllers), "db:Open_vSwitch,Open_vSwitch,manager_options")) {
            server.vsctl("set-manager", here("ssl"));
            DatabaseId database = events.await(DatabaseConnected.class).database();
            endpoint.carryOut(
                    new ConfigureServer(database, new ServerWish.Wanted(Ipv4Address.parse("10.0.0.2"), OPENFLOW)));
            events.await(ServerConfigured.class);
            assertThat(server.column("controller", "target")).containsExactly("ssl:127.0.0.1:6653");
            assertThat(endpoint.counters().insecure()).isZero();
            assertThat(endpoint.manager())
                    .isEqualTo("ssl:CONTROLLER:" + endpoint.localAddress().getPort());
        }
    }

    @Test
    void weConnectWithTlsToDatabasesThatAwaitIt() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (DatabaseServer server =
                        DatabaseServer.secured(switches.identity("sw1", controllers), "pssl:" + port + ":127.0.0.1");
                OvsdbEndpoint outward = listening(Target.parse("ssl:127.0.0.1:" + port))) {
            server.bridge("br1", 1);
            events.await(BridgesSeen.class, seen -> seen.bridges().size() == 1);
            await().until(() -> outward.counters().live() == 1);
        }
    }

    /** Open vSwitch tells by which name it reached us (RFC 6066 §3), also where that is the address of a device. */
    @Test
    void aServerMayNameUsByAnAddressWithAZone() {
        try (DatabaseServer server = DatabaseServer.secured(
                switches.identity("sw1", controllers),
                "ssl:[::ffff:127.0.0.1%lo]:" + endpoint.localAddress().getPort())) {
            server.bridge("br1", 1);
            events.await(BridgesSeen.class, seen -> seen.bridges().size() == 1);
        }
    }

    @Test
    void strangersAndThoseWhoSpeakPlainlyEndOnlyTheirOwnSession() throws IOException {
        TestAuthority others = new TestAuthority(folder, "others");
        try (DatabaseServer server = DatabaseServer.secured(switches.identity("sw1", controllers), here("ssl"));
                DatabaseServer stranger = DatabaseServer.secured(others.identity("x", controllers), here("ssl"));
                DatabaseServer sceptic = DatabaseServer.secured(switches.identity("sw2", others), here("ssl"));
                Socket plain = new Socket(
                        InetAddress.getLoopbackAddress(),
                        endpoint.localAddress().getPort())) {
            assertThat(stranger.column("open_vswitch", "_uuid")).hasSize(1);
            assertThat(sceptic.column("open_vswitch", "_uuid")).hasSize(1);
            plain.getOutputStream().write("{\"method\": \"echo\"}".getBytes(StandardCharsets.US_ASCII));
            assertThat(plain.getInputStream().readAllBytes()).startsWith(21);
            DatabaseConnected connected = events.await(DatabaseConnected.class);
            assertThat(server.column("open_vswitch", "_uuid"))
                    .containsExactly(connected.database().toString());
            await().until(() -> endpoint.counters().insecure() >= 3);
            await().until(() -> endpoint.counters().live() == 1);
        }
    }
}
