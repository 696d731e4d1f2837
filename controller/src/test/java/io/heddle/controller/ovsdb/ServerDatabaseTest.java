package io.heddle.controller.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.controller.openflow.EventLog;
import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.Effect.ConfigureServer;
import io.heddle.controller.state.FabricEvent.DatabaseConnected;
import io.heddle.controller.state.FabricEvent.ServerConfigured;
import io.heddle.controller.state.FabricEvent.ServerRefused;
import io.heddle.controller.state.FabricEvent.ServerSeen;
import io.heddle.controller.state.IntegrationBridge;
import io.heddle.controller.state.OpenFlowPorts;
import io.heddle.controller.state.PluggedInterface;
import io.heddle.controller.state.ServerFacts;
import io.heddle.controller.state.ServerWish;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server's database, a real {@code ovsdb-server}, is made what tenants need and stays so. */
class ServerDatabaseTest {
    private static final int OPENFLOW_PORT = 6653;
    private static final OpenFlowPorts OPENFLOW = OpenFlowPorts.plain(OPENFLOW_PORT);
    private static final ServerWish.Wanted WANTED = new ServerWish.Wanted(Ipv4Address.parse("10.0.0.2"), OPENFLOW);
    private static final ServerWish.Wanted CABLED = new ServerWish.Wanted(
            Ipv4Address.parse("10.0.0.2"), OPENFLOW, Optional.of(MacAddress.parse("02:00:00:00:00:07")));
    private static final PortId PORT = PortId.parse("11111111-2222-4333-8444-555555555555");

    private final EventLog events = new EventLog();
    private DatabaseServer server;
    private OvsdbEndpoint endpoint;
    private DatabaseId database;

    @BeforeEach
    void start() {
        assumeTrue(
                DatabaseServer.isInstalled(),
                "SKIPPED: no ovsdb-server on this machine, nothing is proved of real databases");
        endpoint = OvsdbEndpoint.start(Endpoints.settings(), events);
        server = DatabaseServer.start("db:Open_vSwitch,Open_vSwitch,manager_options");
        server.vsctl("set-manager", "tcp:127.0.0.1:" + endpoint.localAddress().getPort());
        database = events.await(DatabaseConnected.class).database();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            endpoint.close();
            server.close();
        }
    }

    private void wish(ServerWish wish) {
        endpoint.carryOut(new ConfigureServer(database, wish));
    }

    private void prepare() {
        wish(WANTED);
        events.await(ServerConfigured.class);
    }

    @Test
    void aServerIsGivenItsBridgeItsConnectionAndItsTunnelPorts() {
        server.vsctl("set", "open_vswitch", ".", "external_ids:heddle-bridge-datapath-type=netdev");
        prepare();
        assertThat(server.column("bridge", "name")).containsExactly("br-int");
        assertThat(server.column("bridge", "fail_mode")).containsExactly("secure");
        assertThat(server.column("bridge", "datapath_type")).containsExactly("netdev");
        assertThat(server.column("bridge", "protocols")).containsExactly("OpenFlow13 OpenFlow14 OpenFlow15");
        assertThat(server.vsctl("get", "bridge", "br-int", "other_config:datapath-id"))
                .contains(IntegrationBridge.dpidOf(database).toString())
                .contains("4844");
        assertThat(server.column("controller", "target")).containsExactly("tcp:127.0.0.1:" + OPENFLOW_PORT);
        assertThat(server.column("interface", "name")).containsExactly("br-int", "heddle-gre", "heddle-vxlan");
        assertThat(server.vsctl("get", "interface", "heddle-vxlan", "options"))
                .isEqualToIgnoringNewLines("{key=flow, local_ip=\"10.0.0.2\", remote_ip=flow}");
        assertThat(endpoint.counters().committed()).isEqualTo(1);
    }

    @Test
    void aServerWhoseAddressChangesGetsTunnelsFromTheNewOne() {
        prepare();
        wish(new ServerWish.Wanted(Ipv4Address.parse("10.0.0.3"), OPENFLOW));
        events.await(ServerConfigured.class);
        assertThat(server.vsctl("get", "interface", "heddle-gre", "options:local_ip"))
                .contains("10.0.0.3");
        assertThat(endpoint.counters().committed()).isEqualTo(2);
    }

    @Test
    void whatSomebodyChangedOfOursIsPutRight() {
        prepare();
        server.vsctl("set", "bridge", "br-int", "fail_mode=standalone");
        server.vsctl("del-port", "br-int", "heddle-gre");
        server.vsctl("del-controller", "br-int");
        await().untilAsserted(() -> {
            assertThat(server.column("bridge", "fail_mode")).containsExactly("secure");
            assertThat(server.column("interface", "name")).containsExactly("br-int", "heddle-gre", "heddle-vxlan");
            assertThat(server.column("controller", "target")).hasSize(1);
        });
    }

    @Test
    void whatOthersPutThereStays() {
        server.vsctl("add-br", "br-phy", "--", "set", "bridge", "br-phy", "external_ids:owner=them");
        prepare();
        server.vsctl("add-port", "br-int", "tap1");
        server.vsctl("set", "bridge", "br-int", "other_config:mac-table-size=77", "external_ids:note=mine");
        server.vsctl("set-fail-mode", "br-int", "standalone");
        await().untilAsserted(
                        () -> assertThat(server.column("bridge", "fail_mode")).contains("secure"));
        assertThat(server.vsctl("get", "bridge", "br-int", "other_config:mac-table-size"))
                .contains("77");
        assertThat(server.vsctl("get", "bridge", "br-int", "external_ids:note")).contains("mine");
        assertThat(server.vsctl("list-ports", "br-int")).contains("tap1");
        wish(new ServerWish.Unwanted());
        events.await(ServerConfigured.class);
        assertThat(server.vsctl("list-br").lines()).containsExactly("br-int", "br-phy");
        assertThat(server.vsctl("list-ports", "br-int").lines()).containsExactly("tap1");
        assertThat(server.column("controller", "target")).isEmpty();
    }

    @Test
    void aServerIsCabledToTheBridgeThatTheFabricKnowsItBy() {
        server.vsctl("add-br", "br-phy", "--", "add-br", "br-other");
        server.vsctl("set", "interface", "br-phy", "mac_in_use=\"02:00:00:00:00:07\"");
        wish(CABLED);
        events.await(ServerConfigured.class);
        assertThat(server.vsctl("list-ports", "br-phy").lines()).containsExactly("heddle-int");
        assertThat(server.vsctl("list-ports", "br-int").lines())
                .containsExactly("heddle-fabric", "heddle-gre", "heddle-vxlan");
        assertThat(server.vsctl("get", "interface", "heddle-fabric", "type", "options:peer")
                        .lines())
                .containsExactly("patch", "heddle-int");
        assertThat(server.vsctl("get", "interface", "heddle-int", "type", "options:peer")
                        .lines())
                .containsExactly("patch", "heddle-fabric");
        server.vsctl("del-port", "br-phy", "heddle-int");
        await().untilAsserted(() ->
                assertThat(server.vsctl("list-ports", "br-phy").lines()).containsExactly("heddle-int"));
        server.vsctl(
                "set", "open_vswitch", ".", "external_ids:heddle-bridge-mappings=\"rack:br-phy, fabric:br-other\"");
        await().untilAsserted(() -> {
            assertThat(server.vsctl("list-ports", "br-other").lines()).containsExactly("heddle-int");
            assertThat(server.vsctl("list-ports", "br-phy").lines()).containsExactly("heddle-of-br-phy");
        });
        wish(new ServerWish.Unwanted());
        await().untilAsserted(() -> {
            assertThat(server.column("bridge", "name")).containsExactly("br-other", "br-phy");
            assertThat(server.column("interface", "name")).containsExactly("br-other", "br-phy");
        });
    }

    @Test
    void aServerIsCabledToThePhysicalNetworksThatItNames() {
        server.vsctl("add-br", "br-ex", "--", "add-port", "br-ex", "eth9");
        server.vsctl(
                "set",
                "open_vswitch",
                ".",
                "external_ids:heddle-bridge-mappings=\"rack:br-ex,same:br-ex,none:br-nil,nonsense\"");
        prepare();
        await().untilAsserted(() ->
                assertThat(server.vsctl("list-ports", "br-ex").lines()).containsExactly("eth9", "heddle-of-br-ex"));
        assertThat(server.vsctl("list-ports", "br-int").lines()).contains("heddle-to-br-ex");
        assertThat(server.vsctl("get", "interface", "heddle-to-br-ex", "type", "options:peer")
                        .lines())
                .containsExactly("patch", "heddle-of-br-ex");
        assertThat(server.vsctl("get", "interface", "heddle-of-br-ex", "options:peer"))
                .contains("heddle-to-br-ex");
        server.vsctl("set", "bridge", "br-int", "datapath_id=\"" + IntegrationBridge.dpidOf(database) + "\"");
        server.vsctl("set", "interface", "heddle-to-br-ex", "ofport=12");
        ServerFacts facts = events.await(
                        ServerSeen.class,
                        seen -> seen.server()
                                .integration()
                                .filter(bridge -> !bridge.uplinks().isEmpty())
                                .isPresent())
                .server();
        assertThat(facts.integration().orElseThrow().uplinks()).containsExactly(Map.entry("rack", new PortNumber(12)));
        server.vsctl("remove", "open_vswitch", ".", "external_ids", "heddle-bridge-mappings");
        await().untilAsserted(() -> {
            assertThat(server.vsctl("list-ports", "br-ex").lines()).containsExactly("eth9");
            assertThat(server.vsctl("list-ports", "br-int").lines()).containsExactly("heddle-gre", "heddle-vxlan");
        });
    }

    @Test
    void aSubportHasACableThatIsItsInterfaceAndGoesWithIt() {
        wish(new ServerWish.Wanted(WANTED.underlay(), OPENFLOW, Optional.empty(), new TreeSet<>(List.of(PORT))));
        await().untilAsserted(
                        () -> assertThat(server.vsctl("list-ports", "br-int").lines())
                                .containsExactly("hdl55555555555i", "hdl55555555555t", "heddle-gre", "heddle-vxlan"));
        assertThat(server.vsctl("get", "interface", "hdl55555555555i", "options:peer", "external_ids:iface-id")
                        .lines())
                .containsExactly("hdl55555555555t", "\"" + PORT + "\"");
        server.vsctl("set", "bridge", "br-int", "datapath_id=\"" + IntegrationBridge.dpidOf(database) + "\"");
        server.vsctl("set", "interface", "hdl55555555555i", "ofport=7", "link_state=up");
        server.vsctl("set", "interface", "hdl55555555555t", "ofport=8");
        IntegrationBridge bridge = events.await(
                        ServerSeen.class,
                        seen -> seen.server()
                                .integration()
                                .filter(each -> !each.trunkEnds().isEmpty())
                                .isPresent())
                .server()
                .integration()
                .orElseThrow();
        assertThat(bridge.trunkEnds()).containsExactly(Map.entry(PORT, new PortNumber(8)));
        assertThat(bridge.interfaces()).containsOnlyKeys(PORT);
        server.vsctl("del-port", "br-int", "hdl55555555555t");
        await().untilAsserted(() ->
                assertThat(server.vsctl("list-ports", "br-int").lines()).contains("hdl55555555555t"));
        wish(WANTED);
        await().untilAsserted(() ->
                assertThat(server.vsctl("list-ports", "br-int").lines()).containsExactly("heddle-gre", "heddle-vxlan"));
    }

    @Test
    void aServerThatIsNoLongerForTenantsIsLeftAsItWasFound() {
        server.vsctl("add-br", "br-phy");
        prepare();
        wish(new ServerWish.Unwanted());
        events.await(ServerConfigured.class);
        assertThat(server.column("bridge", "name")).containsExactly("br-phy");
        assertThat(server.column("interface", "name")).containsExactly("br-phy");
    }

    @Test
    void aBridgeOfThatNameThatOthersMadeIsLeftAloneAndReported() {
        server.vsctl("add-br", "br-int");
        wish(WANTED);
        assertThat(events.await(ServerRefused.class).reason()).contains("not Heddle's");
        assertThat(server.column("interface", "name")).containsExactly("br-int");
        server.vsctl("set", "bridge", "br-int", "external_ids:heddle=true");
        events.await(ServerConfigured.class);
        assertThat(server.column("interface", "name")).containsExactly("br-int", "heddle-gre", "heddle-vxlan");
    }

    @Test
    void itIsReportedWhatTheMachineIsAndWhatIsPluggedIn() {
        server.vsctl("set", "open_vswitch", ".", "external_ids:system-id=s7", "external_ids:hostname=h7");
        server.vsctl("set", "open_vswitch", ".", "external_ids:heddle-underlay=10.9.8.7");
        server.bridge("br-phy", 7);
        server.vsctl("set", "interface", "br-phy", "mac_in_use=\"02:00:00:00:00:07\"");
        prepare();
        DatapathId dpid = IntegrationBridge.dpidOf(database);
        server.vsctl("set", "bridge", "br-int", "datapath_id=\"" + dpid + "\"");
        server.vsctl("set", "interface", "heddle-vxlan", "ofport=3");
        server.vsctl("add-port", "br-int", "tap1", "--", "set", "interface", "tap1", "ofport=9", "link_state=up");
        server.vsctl("set", "interface", "tap1", "external_ids:iface-id=" + PORT);
        server.vsctl("add-port", "br-int", "tap2", "--", "set", "interface", "tap2", "external_ids:iface-id=nonsense");

        ServerFacts facts = events.await(
                        ServerSeen.class,
                        seen -> seen.server()
                                .integration()
                                .filter(bridge -> !bridge.interfaces().isEmpty())
                                .isPresent())
                .server();

        assertThat(facts.name()).isEqualTo("h7");
        assertThat(facts.systemId()).isEqualTo("s7");
        assertThat(facts.underlay()).contains(Ipv4Address.parse("10.9.8.7"));
        assertThat(facts.macs()).contains(MacAddress.parse("02:00:00:00:00:07"));
        assertThat(facts.others()).containsExactly(new DatapathId(7));
        IntegrationBridge bridge = facts.integration().orElseThrow();
        assertThat(bridge.dpid()).isEqualTo(dpid);
        assertThat(IntegrationBridge.is(bridge.dpid())).isTrue();
        assertThat(bridge.tunnels()).containsOnlyKeys(NetworkType.VXLAN).containsValue(new PortNumber(3));
        assertThat(bridge.interfaces().values())
                .containsExactly(new PluggedInterface("tap1", PORT, Optional.of(new PortNumber(9)), true, ""));
    }
}
