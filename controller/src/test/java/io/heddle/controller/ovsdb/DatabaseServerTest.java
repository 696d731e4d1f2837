package io.heddle.controller.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.controller.openflow.EventLog;
import io.heddle.controller.ovsdb.data.Operation;
import io.heddle.controller.ovsdb.data.Operation.Mutator;
import io.heddle.controller.ovsdb.data.OvsdbValue;
import io.heddle.controller.ovsdb.data.RpcMessage;
import io.heddle.controller.ovsdb.data.Transaction;
import io.heddle.controller.ovsdb.data.Transaction.Outcome;
import io.heddle.controller.state.FabricEvent.BridgesSeen;
import io.heddle.controller.state.FabricEvent.DatabaseConnected;
import io.heddle.controller.state.FabricEvent.DatabaseDisconnected;
import io.heddle.controller.state.FabricEvent.SamplingConfigured;
import io.heddle.controller.state.FabricEvent.SamplingRefused;
import io.heddle.controller.state.FabricEvent.ServerSeen;
import io.heddle.controller.state.ServerFacts;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.MacAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The endpoint against a real {@code ovsdb-server}, in both directions. */
class DatabaseServerTest {
    private static final DatapathId EDGE = new DatapathId(1);

    private final EventLog events = new EventLog();
    private DatabaseServer server;
    private OvsdbEndpoint endpoint;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        assumeTrue(
                DatabaseServer.isInstalled(),
                "SKIPPED: no ovsdb-server on this machine, nothing is proved of real databases");
        endpoint = OvsdbEndpoint.start(Endpoints.settings(), events);
        server = DatabaseServer.start(here());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            endpoint.close();
            server.close();
        }
    }

    private String here() {
        return "tcp:127.0.0.1:" + endpoint.localAddress().getPort();
    }

    private SortedSet<DatapathId> awaitBridges(int count) {
        return events.await(BridgesSeen.class, seen -> seen.bridges().size() == count)
                .bridges();
    }

    @Test
    void aDatabaseThatConnectsIsReadAndFollowed() {
        DatabaseConnected connected = events.await(DatabaseConnected.class);
        assertThat(server.column("open_vswitch", "_uuid"))
                .containsExactly(connected.database().toString());
        server.bridge("br1", 1);
        assertThat(awaitBridges(1)).containsExactly(new DatapathId(1));
        server.vsctl("set", "interface", "br1", "mac_in_use=\"02:00:00:00:00:07\"");
        MacAddress mac = MacAddress.parse("02:00:00:00:00:07");
        events.await(ServerSeen.class, seen -> seen.server().macs().contains(mac));
        server.vsctl("del-br", "br1");
        awaitBridges(0);
    }

    @Test
    void wantedSwitchesSampleAndNoOthers() {
        server.bridge("br1", 1);
        server.bridge("br2", 2);
        endpoint.carryOut(Endpoints.sampling(4, 1));

        assertThat(events.await(SamplingConfigured.class).dpid()).isEqualTo(EDGE);
        assertThat(server.column("sflow", "targets")).containsExactly("127.0.0.1:6343");
        assertThat(server.column("sflow", "agent")).containsExactly("10.0.1.1");
        assertThat(server.column("sflow", "sampling")).containsExactly("4");
        assertThat(server.column("sflow", "external_ids")).containsExactly("heddle=" + EDGE);
        assertThat(server.vsctl("get", "bridge", "br2", "sflow")).isEqualTo("[]\n");
        assertThat(endpoint.counters().refused()).isZero();
    }

    @Test
    void whatIsChangedByHandIsPutRightAndWhatIsWantedNoLongerIsTakenBack() {
        server.bridge("br1", 1);
        endpoint.carryOut(Endpoints.sampling(4, 1));
        events.await(SamplingConfigured.class);

        server.vsctl("clear", "bridge", "br1", "sflow");
        await().until(() -> server.column("sflow", "sampling").equals(List.of("4")));
        server.vsctl("set", "sflow", server.column("sflow", "_uuid").getFirst(), "sampling=9", "agent=lo");
        await().until(() -> server.column("sflow", "agent,sampling").equals(List.of("10.0.1.1", "4")));
        endpoint.carryOut(Endpoints.sampling(5, 1));
        await().until(() -> server.column("sflow", "sampling").equals(List.of("5")));
        endpoint.carryOut(Endpoints.undecided(1L));
        endpoint.carryOut(Endpoints.sampling(5));
        await().until(() -> server.column("sflow", "_uuid").isEmpty());
    }

    @Test
    void whatOthersCreatedIsLeftAloneAndReported() {
        server.bridge("br1", 1);
        server.vsctl("set", "bridge", "br1", "sflow=@s", "--", "--id=@s", "create", "sflow", "targets=\"192.0.2.1\"");
        endpoint.carryOut(Endpoints.sampling(4, 1));

        assertThat(events.await(SamplingRefused.class).reason())
                .contains("not Heddle's")
                .contains("br1");
        assertThat(server.column("sflow", "targets")).containsExactly("192.0.2.1");
        server.vsctl("clear", "bridge", "br1", "sflow");
        events.await(SamplingConfigured.class);
    }

    @Test
    void aRowOfOursThatTwoBridgesShareBecomesOneForEach() {
        server.bridge("br1", 1);
        endpoint.carryOut(Endpoints.sampling(4, 1, 2));
        events.await(SamplingConfigured.class);
        server.bridge("br2", 2);
        server.vsctl(
                "set",
                "bridge",
                "br2",
                "sflow=" + server.column("sflow", "_uuid").getFirst());

        await().until(() -> server.column("sflow", "agent").equals(List.of("10.0.1.1", "10.0.2.1")));
        await().until(() -> server.column("bridge", "sflow").stream().distinct().count() == 2);
    }

    @Test
    void aTransactionWhoseGuardNoLongerHoldsDoesNothingAndIsToBeTriedAgain() throws IOException {
        server.bridge("br1", 1);
        UUID bridge = UUID.fromString(server.column("bridge", "_uuid").getFirst());
        assertThat(transacted(renamed(bridge, "stale", "br9"))).isEqualTo(new Outcome.TryAgain());
        assertThat(server.column("bridge", "external_ids")).isEmpty();
        assertThat(transacted(renamed(bridge, "br1", "br9"))).isEqualTo(new Outcome.Committed());
        assertThat(server.column("bridge", "external_ids")).containsExactly("was=br9");
        Transaction wrong = new Transaction(List.of(new Operation.Delete("No_such_table", bridge)));
        assertThat(transacted(wrong)).isInstanceOf(Outcome.Refused.class);
    }

    private static Transaction renamed(UUID bridge, String seen, String name) {
        return new Transaction(List.of(
                new Operation.Wait("Bridge", bridge, new TreeMap<>(Map.of("name", OvsdbValue.of(seen)))),
                new Operation.Mutate(
                        "Bridge", bridge, "external_ids", Mutator.INSERT, OvsdbValue.of(Map.of("was", name)))));
    }

    private Outcome transacted(Transaction transaction) throws IOException {
        String question = RpcMessage.question(1, "transact", transaction.toJson("Open_vSwitch"))
                .toString();
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            channel.write(ByteBuffer.wrap(question.getBytes(StandardCharsets.UTF_8)));
            JsonNode answer =
                    FakeDatabase.JSON.readTree(FakeDatabase.JSON.createParser(Channels.newInputStream(channel)));
            return transaction.outcome(((RpcMessage.Answer) RpcMessage.read(answer)).result());
        }
    }

    @Test
    void anotherControllerThatFindsEverythingRightWritesNothing() {
        server.bridge("br1", 1);
        endpoint.carryOut(Endpoints.sampling(4, 1));
        events.await(SamplingConfigured.class);
        String before = server.vsctl("list", "sflow");
        EventLog others = new EventLog();
        try (OvsdbEndpoint second = OvsdbEndpoint.start(Endpoints.settings(new Target.Unix(server.socket())), others)) {
            second.carryOut(Endpoints.sampling(4, 1));

            others.await(SamplingConfigured.class);
            assertThat(second.counters().committed()).isZero();
            assertThat(server.vsctl("list", "sflow")).isEqualTo(before);
        }
    }

    @Test
    void aReplicaOfManyRandomChangesIsTheSameAsOneReadAfterwards() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 40; i++) {
            String name = random.nextBoolean() ? "br-int" : "br" + random.nextInt(1, 3);
            String port = name + "p" + random.nextInt(3);
            String dpid = name.equals("br-int") ? "484400000000%04x" : "%016x";
            server.vsctl("--may-exist", "add-br", name, "--", "set", "bridge", name, "external_ids:heddle=true");
            server.vsctl("set", "bridge", name, "datapath_id=\"" + dpid.formatted(i) + "\"");
            switch (random.nextInt(6)) {
                case 0 -> server.vsctl("del-br", name);
                case 1 -> server.vsctl("--if-exists", "del-port", name, port);
                case 2 -> server.vsctl("set", "interface", name, "mac_in_use=\"02:00:00:00:00:%02x\"".formatted(i));
                default -> {
                    server.vsctl("--may-exist", "add-port", name, port);
                    String iface = "external_ids:iface-id=" + new UUID(random.nextInt(2), 1);
                    server.vsctl("set", "interface", port, iface, random.nextBoolean() ? "ofport=" + i : "ofport=[]");
                }
            }
        }
        server.bridge("last", 99);
        Predicate<ServerSeen> isLast = seen -> seen.server().others().contains(new DatapathId(99));
        ServerFacts followed = events.await(ServerSeen.class, isLast).server();
        assertThat(followed.integration().orElseThrow().interfaces()).isNotEmpty();
        EventLog others = new EventLog();
        try (OvsdbEndpoint second = OvsdbEndpoint.start(Endpoints.settings(new Target.Unix(server.socket())), others)) {
            assertThat(second.localAddress().getPort()).isPositive();
            assertThat(others.await(ServerSeen.class, isLast).server()).isEqualTo(followed);
        }
    }

    @Test
    void aServerThatIsKilledAndComesBackIsReadAgainInBothDirections() throws IOException {
        server.bridge("br1", 1);
        awaitBridges(1);
        EventLog others = new EventLog();
        int port = freePort();
        try (OvsdbEndpoint outward = OvsdbEndpoint.start(
                Endpoints.settings(new Target.Tcp("127.0.0.1", port), new Target.Unix(server.socket())), others)) {
            others.await(DatabaseConnected.class);
            server.kill();
            events.await(DatabaseDisconnected.class);
            others.await(DatabaseDisconnected.class);
            server.serve(here(), "ptcp:" + port + ":127.0.0.1");
            server.vsctl("--if-exists", "del-br", "br1");
            server.bridge("br2", 2);

            assertThat(events.await(BridgesSeen.class, DatabaseServerTest::hasOnlyTheSecond)
                            .database())
                    .isEqualTo(others.await(BridgesSeen.class, DatabaseServerTest::hasOnlyTheSecond)
                            .database());
            await().until(() -> outward.counters().live() == 1);
        }
    }

    private static boolean hasOnlyTheSecond(BridgesSeen seen) {
        return seen.bridges().equals(new TreeSet<>(List.of(new DatapathId(2))));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aSchemaThatLacksColumnsIsReadAsFarAsItGoes() throws IOException {
        String whole = Files.readString(Path.of("/usr/share/openvswitch/vswitch.ovsschema"));
        Path old = Files.writeString(
                folder.resolve("old.ovsschema"),
                whole.replace("\"mac_in_use\": {", "\"no_mac_in_use\": {").replace("\"sflow\": {", "\"no_sflow\": {"));
        try (DatabaseServer elder = DatabaseServer.startWith(old, here())) {
            elder.bridge("old", 3);
            endpoint.carryOut(Endpoints.sampling(4, 3));

            assertThat(events.await(SamplingRefused.class).reason()).contains("has no sFlow");
            assertThat(elder.column("bridge", "name")).containsExactly("old");
        }
    }

    @Test
    void theManagerThatAnOperatorSetsIsEnough() {
        try (DatabaseServer other = DatabaseServer.start("db:Open_vSwitch,Open_vSwitch,manager_options")) {
            other.bridge("br7", 7);
            other.vsctl("set-manager", here());
            assertThat(awaitBridges(1)).containsExactly(new DatapathId(7));
            assertThat(other.vsctl("get-manager")).isEqualTo(here() + "\n");
        }
    }
}
