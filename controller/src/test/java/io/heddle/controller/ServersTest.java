package io.heddle.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.controller.config.ControllerConfig;
import io.heddle.controller.config.ListenAddress;
import io.heddle.controller.openflow.OpenVSwitch;
import io.heddle.controller.packet.Dhcp;
import io.heddle.controller.packet.DhcpOptions;
import io.heddle.controller.packet.DhcpType;
import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Udp;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole controller with two servers, each a real Open vSwitch with its dummy datapath that was told of it and of nothing else. */
class ServersTest {
    private static final ListenAddress ANY = new ListenAddress("127.0.0.1", 0);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PCAP_HEADER = 24;
    private static final int RECORD_HEADER = 16;

    private final HttpClient client = HttpClient.newHttpClient();
    private ControllerProgram program;
    private OpenVSwitch first;
    private OpenVSwitch second;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        assumeTrue(
                OpenVSwitch.isInstalled(),
                "SKIPPED: no ovs-vswitchd on this machine, nothing is proved of real servers");
        begin();
        first = server("10.0.0.2");
        second = server("10.1.0.2");
    }

    private void begin() {
        program = ControllerProgram.start(
                ControllerConfig.defaults().withListeners(ANY, ANY, ANY, ANY), folder, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        if (program != null) {
            program.close();
            first.close();
            second.close();
        }
        client.close();
    }

    private OpenVSwitch server(String underlay) {
        OpenVSwitch ovs = OpenVSwitch.start();
        ovs.vsctl(
                "set",
                "open_vswitch",
                ".",
                "external_ids:heddle-bridge-datapath-type=dummy",
                "external_ids:heddle-underlay=" + underlay);
        ovs.vsctl("set-manager", "tcp:127.0.0.1:" + program.ovsdbPort());
        return ovs;
    }

    private static void await(org.awaitility.core.ThrowingRunnable holds) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(holds);
    }

    private JsonNode post(String kind, String body) throws Exception {
        HttpResponse<String> response = client.send(
                request(kind + "s")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JSON.readTree(response.body()).path(kind);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(program.url()).resolve("/networking/v2.0/" + path))
                .header("X-Auth-Token", program.adminToken().orElseThrow())
                .header("Content-Type", "application/json");
    }

    private String get(String path) throws Exception {
        HttpRequest get =
                HttpRequest.newBuilder(URI.create(program.url()).resolve(path)).build();
        return client.send(get, HttpResponse.BodyHandlers.ofString()).body();
    }

    private String status(JsonNode port) throws Exception {
        HttpRequest get = request("ports/" + port.path("id").stringValue()).build();
        return JSON.readTree(
                        client.send(get, HttpResponse.BodyHandlers.ofString()).body())
                .path("port")
                .path("status")
                .stringValue();
    }

    private JsonNode port(JsonNode network) throws Exception {
        return post("port", "{\"port\":{\"network_id\":\"" + network.path("id").stringValue() + "\"}}");
    }

    private static void plug(OpenVSwitch server, String tap, JsonNode port) {
        await(() -> assertThat(server.vsctl("list-br")).contains("br-int"));
        server.vsctl(
                "add-port",
                "br-int",
                tap,
                "--",
                "set",
                "interface",
                tap,
                "type=dummy",
                "options:tx_pcap=" + server.file(tap + ".pcap"),
                "external_ids:iface-id=" + port.path("id").stringValue());
        server.appctl("netdev-dummy/set-admin-state", tap, "up");
    }

    private static String flows(OpenVSwitch server) {
        return server.ofctl("OpenFlow15", "dump-flows", "br-int");
    }

    @Test
    void aPortIsActiveWhereverItIsPluggedAndItsHostIsToldItsAddress() throws Exception {
        JsonNode network = post("network", "{\"network\":{\"name\":\"blue\"}}");
        post(
                "subnet",
                "{\"subnet\":{\"network_id\":\"" + network.path("id").stringValue()
                        + "\",\"ip_version\":4,\"cidr\":\"192.168.7.0/24\",\"dns_nameservers\":[\"9.9.9.9\"]}}");
        JsonNode one = port(network);
        JsonNode two = port(network);
        assertThat(status(one)).isEqualTo("DOWN");
        plug(first, "tap1", one);
        plug(second, "tap2", two);
        await(() -> assertThat(status(one)).isEqualTo("ACTIVE"));
        await(() -> assertThat(status(two)).isEqualTo("ACTIVE"));
        String mac = two.path("mac_address").stringValue();
        await(() -> assertThat(flows(first)).contains("dl_dst=" + mac));
        assertThat(flows(first)).contains("10.1.0.2");

        MacAddress client = MacAddress.parse(one.path("mac_address").stringValue());
        first.appctl("netdev-dummy/receive", "tap1", HexFormat.of().formatHex(discover(client)));
        await(() -> assertThat(received(first.file("tap1.pcap"))).isPresent());
        Dhcp offer = received(first.file("tap1.pcap")).orElseThrow();
        assertThat(offer.options().type()).contains(DhcpType.OFFER);
        assertThat(offer.yourIp().toString())
                .isEqualTo(one.path("fixed_ips").get(0).path("ip_address").stringValue());
        assertThat(offer.options().address(DhcpOptions.ROUTER)).contains(Ipv4Address.parse("192.168.7.1"));
        assertThat(offer.options().address(DhcpOptions.NAME_SERVER)).contains(Ipv4Address.parse("9.9.9.9"));
        assertThat(offer.options().value(DhcpOptions.MTU).orElseThrow()).isEqualTo(new byte[] {
            (byte) (network.path("mtu").intValue() >> 8),
            (byte) network.path("mtu").intValue()
        });
    }

    @Test
    void aPortThatMovesIsActiveThereAndForgottenHere() throws Exception {
        JsonNode network = post("network", "{\"network\":{\"name\":\"blue\"}}");
        JsonNode port = port(network);
        plug(first, "tap1", port);
        await(() -> assertThat(status(port)).isEqualTo("ACTIVE"));
        String mac = port.path("mac_address").stringValue();
        assertThat(flows(first)).contains(mac);
        first.vsctl("del-port", "tap1");
        await(() -> assertThat(status(port)).isEqualTo("DOWN"));
        plug(second, "tap1", port);
        await(() -> assertThat(status(port)).isEqualTo("ACTIVE"));
        assertThat(flows(second)).contains(mac);
        await(() -> assertThat(flows(first)).doesNotContain(mac));
    }

    @Test
    void theFabricKnowsNothingOfBridgesOfServers() throws Exception {
        JsonNode network = post("network", "{\"network\":{\"name\":\"blue\"}}");
        JsonNode port = port(network);
        plug(first, "tap1", port);
        await(() -> assertThat(status(port)).isEqualTo("ACTIVE"));
        assertThat(get("/api/v1/fabric")).contains("\"forming\"").doesNotContain("4844");
        assertThat(get("/api/v1/switches")).doesNotContain("4844");
        await(() -> assertThat(get("/metrics")).containsPattern("tenant_networks_planned_total [1-9]"));
    }

    @Test
    void aDaemonThatForgotEverythingIsToldAgain() throws Exception {
        JsonNode port = port(post("network", "{\"network\":{\"name\":\"blue\"}}"));
        plug(first, "tap1", port);
        await(() -> assertThat(status(port)).isEqualTo("ACTIVE"));
        first.restartDaemon();
        await(() -> assertThat(flows(first)).contains(port.path("mac_address").stringValue()));
        await(() -> assertThat(status(port)).isEqualTo("ACTIVE"));
    }

    private static byte[] discover(MacAddress client) {
        Dhcp message = new Dhcp(
                false,
                7,
                0,
                true,
                Ipv4Address.UNSPECIFIED,
                Ipv4Address.UNSPECIFIED,
                Ipv4Address.UNSPECIFIED,
                client,
                DhcpOptions.empty().with(DhcpType.DISCOVER));
        Ipv4 envelope = Ipv4.of(64, Ipv4.UDP, Ipv4Address.UNSPECIFIED, Ipv4Address.BROADCAST, new byte[0]);
        Ipv4 packet = new Udp(Dhcp.CLIENT_PORT, Dhcp.SERVER_PORT, message.bytes()).in(envelope);
        return new Ethernet(MacAddress.BROADCAST, client, Ethernet.IPV4, packet.bytes()).bytes();
    }

    /** The first DHCP message in a capture. */
    private static Optional<Dhcp> received(Path capture) throws IOException {
        byte[] bytes = Files.readAllBytes(capture);
        return bytes.length <= PCAP_HEADER + RECORD_HEADER
                ? Optional.empty()
                : Ethernet.parse(Arrays.copyOfRange(bytes, PCAP_HEADER + RECORD_HEADER, bytes.length))
                        .flatMap(frame -> Ipv4.parse(frame.payload()))
                        .flatMap(Udp::parse)
                        .flatMap(datagram -> Dhcp.parse(datagram.payload()));
    }
}
