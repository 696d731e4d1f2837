package io.heddle.controller.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, as Wireshark reads it; skipped where tshark is not installed. */
class TsharkTest {

    private static final Path TSHARK = Path.of("/usr/bin/tshark");
    private static final MacAddress GATEWAY = MacAddress.parse("00:00:5e:00:01:01");
    private static final MacAddress HOST = MacAddress.parse("0a:00:00:00:00:01");
    private static final Ipv4Address GATEWAY_IP = Ipv4Address.parse("10.0.0.1");
    private static final Ipv4Address HOST_IP = Ipv4Address.parse("10.0.0.2");

    @TempDir
    private Path folder;

    private List<String> fields(byte[] frame, String... names) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(TSHARK), "tshark is not installed: the packets were not checked against it");
        Path capture = folder.resolve("frame.pcap");
        ByteBuffer out = ByteBuffer.allocate(40 + frame.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65535)
                .putInt(1);
        out.putLong(0).putInt(frame.length).putInt(frame.length).put(frame);
        Files.write(capture, out.array());
        List<String> command = new ArrayList<>(List.of(
                TSHARK.toString(),
                "-r",
                capture.toString(),
                "-o",
                "ip.check_checksum:TRUE",
                "-o",
                "udp.check_checksum:TRUE",
                "-T",
                "fields",
                "-E",
                "separator=|"));
        for (String name : names) {
            command.add("-e");
            command.add(name);
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return List.of(line.split("\\|", -1));
    }

    @Test
    void arpReadsAsItWasMeant() throws IOException, InterruptedException {
        byte[] frame =
                Arp.request(HOST, HOST_IP, GATEWAY_IP).answeredBy(GATEWAY).frameTo(HOST);
        assertThat(fields(frame, "arp.opcode", "arp.src.hw_mac", "arp.src.proto_ipv4", "arp.dst.proto_ipv4", "eth.dst"))
                .containsExactly("2", GATEWAY.toString(), "10.0.0.1", "10.0.0.2", HOST.toString());
    }

    @Test
    void dhcpReadsAsItWasMeant() throws IOException, InterruptedException {
        DhcpOptions options = DhcpOptions.empty()
                .with(DhcpType.OFFER)
                .with(DhcpOptions.SERVER_ID, GATEWAY_IP)
                .with(DhcpOptions.SUBNET_MASK, Ipv4Address.parse("255.255.255.0"))
                .with(DhcpOptions.ROUTER, GATEWAY_IP)
                .withShort(DhcpOptions.MTU, 1450)
                .withInt(DhcpOptions.LEASE_SECONDS, 3600);
        Ipv4Address none = Ipv4Address.UNSPECIFIED;
        Dhcp message = new Dhcp(true, 0x1234, 0, true, none, HOST_IP, none, HOST, options);
        Ipv4 packet = new Udp(67, 68, message.bytes())
                .in(Ipv4.of(64, Ipv4.UDP, GATEWAY_IP, Ipv4Address.BROADCAST, new byte[0]));
        byte[] frame = new Ethernet(MacAddress.BROADCAST, GATEWAY, Ethernet.IPV4, packet.bytes()).bytes();
        assertThat(fields(
                        frame,
                        "dhcp.option.dhcp",
                        "dhcp.ip.your",
                        "dhcp.option.router",
                        "dhcp.option.interface_mtu",
                        "dhcp.option.ip_address_lease_time",
                        "dhcp.flags.bc",
                        "ip.checksum.status",
                        "udp.checksum.status"))
                .containsExactly("2", "10.0.0.2", "10.0.0.1", "1450", "3600", "1", "1", "1");
    }

    @Test
    void icmpReadsAsItWasMeant() throws IOException, InterruptedException {
        Ipv4 original = Ipv4.of(1, Ipv4.UDP, HOST_IP, Ipv4Address.parse("10.3.1.2"), new byte[20]);
        Icmp error = Icmp.timeExceeded(original.bytes());
        Ipv4 packet = Ipv4.of(64, Ipv4.ICMP, GATEWAY_IP, HOST_IP, error.bytes());
        byte[] frame = new Ethernet(HOST, GATEWAY, Ethernet.IPV4, packet.bytes()).bytes();
        assertThat(fields(frame, "icmp.type", "icmp.code", "icmp.checksum.status", "ip.dst"))
                .containsExactly("11", "0", "1", "10.0.0.2,10.3.1.2");
    }

    @Test
    void lldpReadsAsItWasMeant() throws IOException, InterruptedException {
        Lldp unit = Lldp.of("dpid:0000000000000001", "7", 120, Lldp.organisational(0x424844, 1, new byte[] {1, 2, 3}));
        byte[] frame = new Ethernet(Lldp.NEAREST_BRIDGE, GATEWAY, Ethernet.LLDP, unit.bytes()).bytes();
        assertThat(fields(frame, "lldp.chassis.subtype", "lldp.port.id", "lldp.time_to_live", "_ws.malformed"))
                .containsExactly("7", "7", "120", "");
    }
}
