package io.heddle.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.controller.discovery.DiscoverySettings;
import io.heddle.controller.host.HostSettings;
import io.heddle.controller.ovsdb.Target;
import io.heddle.controller.telemetry.ElephantSettings;
import io.heddle.controller.tls.TlsFiles;
import io.heddle.rest.networking.RequestLimits;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.request.RoutedPrefixes;
import io.heddle.routing.tenant.request.TenantSettings;
import io.heddle.routing.tenant.request.TenantSettings.IdRange;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerConfigTest {

    @TempDir
    private Path folder;

    private ControllerConfig load(String text) {
        try {
            return ControllerConfig.load(Files.writeString(folder.resolve("heddle.yaml"), text));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "http:\n", "{}"})
    void whatIsLeftOutIsAsUsual(String text) {
        assertThat(load(text)).isEqualTo(ControllerConfig.defaults());
    }

    @Test
    void theUsualPortsAreThoseOfTheField() {
        ControllerConfig usual = ControllerConfig.defaults();
        assertThat(usual.openflow()).hasToString("0.0.0.0:6653");
        assertThat(usual.ovsdb()).hasToString("0.0.0.0:6640");
        assertThat(usual.http()).hasToString("127.0.0.1:8181");
        assertThat(usual.sflow()).hasToString("0.0.0.0:6343");
    }

    private static ControllerConfig unusual() {
        return new ControllerConfig(
                new ListenAddress("127.0.0.1", 1),
                new ListenAddress("::1", 2),
                new ListenAddress("localhost", 0),
                new ListenAddress("0.0.0.0", 65535),
                Optional.of(Path.of("/some where/\"odd\"\\x")),
                11,
                MacAddress.parse("02:00:00:00:00:07"),
                20_500_000,
                Duration.ofSeconds(7),
                new ElephantSettings(0.3, 0.125, Duration.ofSeconds(9), 300),
                new DiscoverySettings(Duration.ofMillis(1500), 5, 9, Duration.ofHours(1)),
                new HostSettings(
                        Duration.ofDays(2),
                        Optional.empty(),
                        List.of(Ipv4Address.parse("9.9.9.9"), Ipv4Address.parse("1.1.1.1")),
                        Optional.of("no"),
                        7,
                        8,
                        Duration.ZERO),
                new PacketInLimits(1, 2, 3, 4),
                new TelemetrySettings(
                        false,
                        Optional.of("[fe80::1%eth0]"),
                        List.of(
                                new Target.Tcp("fe80::2", 6640),
                                new Target.Ssl("192.0.2.1", 1),
                                new Target.Unix("/run/a \"b\".sock"))),
                new SteeringConfig(SchedulerName.BEST_FIT, 77, Duration.ofSeconds(60), Duration.ofMillis(2500)),
                unusualTenants(),
                new TlsConfig(
                        Optional.of(new TlsFiles(Path.of("/c ert.pem"), Path.of("/key.pem"), Path.of("/ca.pem"))),
                        Optional.of(6654),
                        Optional.empty()));
    }

    private static TenantConfig unusualTenants() {
        return new TenantConfig(
                Optional.of(Path.of("/etc/us ers")),
                new TenantSettings(
                        9000,
                        NetworkType.GRE,
                        List.of(new IdRange(5, 5), new IdRange(100, 1 << 23)),
                        List.of(new IdRange(7, 4_000_000_000L)),
                        new TreeMap<>(Map.of(
                                "", List.of(new IdRange(2, 9)),
                                "physnet1", List.of(new IdRange(1, 3), new IdRange(9, 4094)))),
                        new TreeSet<>(List.of("physnet1", "physnet2")),
                        new RoutedPrefixes(
                                new TreeMap<>(Map.of(
                                        IpPrefix.parse("172.20.0.0/16"), new TreeSet<>(),
                                        IpPrefix.parse("172.21.0.0/16"),
                                                new TreeSet<>(List.of(new ProjectId("a"), new ProjectId("b"))))),
                                27),
                        Quota.usual()
                                .with(Map.of(ResourceType.NETWORK, -1, ResourceType.SUBNET, 2, ResourceType.PORT, 3))),
                new RequestLimits(77, 10, 16 << 20),
                3,
                4);
    }

    @Test
    void anUnknownSchedulerIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> load("elephants:\n  scheduler: magic\n"))
                .hasMessageContaining("elephants.scheduler cannot be 'magic'")
                .hasMessageContaining("heddle");
        assertThatThrownBy(() -> load("elephants:\n  rule-idle: 1500ms\n")).hasMessageContaining("whole seconds");
        assertThatThrownBy(() -> load("elephants:\n  rule-cap: -1\n")).hasMessageContaining("rule-cap");
    }

    @Test
    void certificatesAreNamedTogetherAndOnlyWithThemIsThereTls() {
        assertThatThrownBy(() -> load("tls:\n  certificate: /c.pem\n"))
                .hasMessageContaining("certificate, private-key and ca are needed together");
        assertThatThrownBy(() -> load("tls:\n  plain-ovsdb: 6641\n")).hasMessageContaining("without certificates");
        assertThatThrownBy(() -> load("ovsdb:\n  connect: [\"ssl:192.0.2.1:6640\"]\n"))
                .hasMessageContaining("the section tls has to name certificates");
    }

    @Test
    void whatIsPrintedReadsBackAsTheSame() {
        assertThat(load(ControllerConfig.defaults().asYaml())).isEqualTo(ControllerConfig.defaults());
        assertThat(load(unusual().asYaml())).isEqualTo(unusual());
        ControllerConfig lower = load("elephants:\n  threshold: 0.01\n");
        assertThat(lower.elephants().leave()).isEqualTo(0.005);
        assertThat(load(lower.asYaml())).isEqualTo(lower);
        assertThat(unusual().asYaml()).contains("# Where switches connect.").contains("link-capacity: 20500k");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http:~  prot: 1 | 2:3: there is no 'prot' in http; did you mean 'port'? allowed are address, port
            htp:~  port: 1 | 1:1: there is no 'htp'; did you mean 'http'?
            zzzzzz: 1 | 1:1: there is no 'zzzzzz'; allowed are dhcp, discovery, elephants, fabric, hosts, http
            http:~  port: 70000 | 2:9: http.port cannot be '70000': allowed is a whole number from 0 to 65535
            http:~  port: web | 2:9: http.port cannot be 'web'
            http:~  port: [1] | 2:9: http.port is one value, not a list
            http: 8181 | 1:7: http is a section with keys, not the value '8181'
            http: [8181] | 1:7: http is a section with keys, not a list
            http:~  port: | http.port is one value, not nothing
            http:~  port: 1~  port: 2 | 3:
            http:~  address: ' ' | 2:12: http.address cannot be ' ': it must not be blank
            fabric:~  base-octet: 127 | 2:15: fabric.base-octet cannot be '127': 127 is the loopback of every host
            fabric:~  base-octet: 224 | fabric.base-octet cannot be '224': allowed is a whole number from 1 to 223
            fabric:~  gateway-mac: 1 | fabric.gateway-mac cannot be '1': not a MAC address
            fabric:~  gateway-mac: "01:00:00:00:00:00" | a gateway cannot have the hardware address 01:00:00:00:00:00
            fabric:~  audit: 4s | at least 5s
            fabric:~  link-capacity: fast | allowed are bits per second such as 0, 10M or 40G
            discovery:~  interval: 3 | 2:13: discovery.interval cannot be '3': allowed is a time such as 500ms
            discovery:~  interval: 1ms | at least 100ms
            dhcp:~  lease: 1s | dhcp.lease cannot be '1s': allowed is a time such as 500ms, 3s, 10m, 1h or 2d, at least 10s
            dhcp:~  mtu: 100 | dhcp.mtu cannot be '100': allowed is a whole number from 576 to 65535
            dhcp:~  name-servers: 9.9.9.9 | dhcp.name-servers is a list such as [a, b], not a value
            dhcp:~  name-servers: [nine] | 2:18: dhcp.name-servers cannot be 'nine': not an IPv4 address
            ovsdb:~  connect: ["ssl:1.2.3.4:6640"] | to connect to ssl: databases, the section tls has to name certificates
            ovsdb:~  connect: ["tcp:1.2.3.4:70000"] | ovsdb.connect cannot be 'tcp:1.2.3.4:70000'
            telemetry:~  sflow: yes | 2:10: telemetry.sflow cannot be 'yes': allowed are on and off
            telemetry:~  target: localhost | telemetry.target cannot be 'localhost': allowed are auto, an IPv4 address
            elephants:~  threshold: 10% | 2:14: elephants.threshold cannot be '10%': allowed is a share from 0.01 to 1, such as 0.1
            elephants:~  threshold: 0.001 | elephants.threshold cannot be '0.001'
            elephants:~  threshold: 0.2~  leave: 0.2 | elephants: the share below which a flow is left must be above 0 and below the
            elephants:~  idle: 10ms | elephants.idle cannot be '10ms': allowed is a time such as 500ms, 3s, 10m, 1h or 2d, at least 1s
            elephants:~  tracked-flows: 1 | elephants.tracked-flows cannot be '1'
            packet-in:~  arp: 0 | packet-in.arp cannot be '0'
            state: "" | state cannot be '': it must not be blank
            - a | expected sections such as 'http:', not a list
            hello | expected sections such as 'http:', not a value
            http: { | this is not YAML
            a: {b: {c: {d: {e: {f: {g: {h: {i: {j: 1}}}}}}}}} | this is nested too deeply
            """)
    void whatIsNotAllowedIsRefusedWithItsPlaceAndWhatIs(String text, String message) {
        assertThatThrownBy(() -> load(text.replace('~', '\n')))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(folder.resolve("heddle.yaml").toString())
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> ControllerConfig.load(missing))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("missing.yaml");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0x80});
        assertThatThrownBy(() -> ControllerConfig.load(binary)).isInstanceOf(ConfigException.class);
    }

    @Test
    void valuesThatContradictTheirTypeAreRefusedByIt() {
        assertThatThrownBy(() -> new ListenAddress("", 1)).hasMessageContaining("blank");
        assertThatThrownBy(() -> new ListenAddress("a", 65536)).hasMessageContaining("65536");
        assertThatThrownBy(() -> new PacketInLimits(1, 1, 0, 1)).hasMessageContaining("at least 1");
    }
}
