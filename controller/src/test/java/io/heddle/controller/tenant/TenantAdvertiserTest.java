package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmpv6;
import io.heddle.controller.packet.Ipv6;
import io.heddle.controller.state.Effect.SendPacket;
import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenantAdvertiserTest {
    private static final ConnectPoint TAP = new ConnectPoint(Cloud.bridge(1), new PortNumber(1));
    private static final String SOLICITATION =
            "6000000000083aff" + "00".repeat(16) + "ff02" + "00".repeat(13) + "02" + "85007bb8" + "00000000";

    private final Cloud cloud = new Cloud();
    private final TenantNetwork network = cloud.network();

    private Optional<Ethernet> ask(MacAddress host, String packet) {
        byte[] frame = new Ethernet(
                        MacAddress.parse("33:33:00:00:00:02"),
                        host,
                        0x86dd,
                        HexFormat.of().parseHex(packet))
                .bytes();
        return TenantAdvertiser.answer(
                        new PacketReceived(TAP, PacketInReason.ACTION, Optional.empty(), frame), cloud.state())
                .map(sent -> ((SendPacket) sent).frame())
                .flatMap(Ethernet::parse);
    }

    private TenantPort plugged() {
        TenantPort port = cloud.port(network);
        cloud.server(1, port);
        return port;
    }

    @Test
    void aHostThatAsksIsToldThePrefixTheMtuAndTheNameServer() {
        cloud.advertised(network, "2001:db8:7::/64", Ipv6Mode.SLAAC);
        TenantPort port = plugged();
        Ethernet sent = ask(port.mac(), SOLICITATION).orElseThrow();
        assertThat(sent.destination()).isEqualTo(port.mac());
        String packet = HexFormat.of().formatHex(sent.payload());
        assertThat(packet).startsWith("60000000" + "0058" + "3aff" + "fe80000000000000" + "004845fffe444c00");
        assertThat(packet.substring(80)).startsWith("8600").contains("40000000000000000000" + "0000");
        assertThat(packet).contains("0501" + "0000" + "000005aa");
        assertThat(packet)
                .contains("0304" + "40" + "c0" + "00015180" + "00003840" + "00000000"
                        + "20010db8000700000000000000000000");
        assertThat(packet).endsWith("1903" + "0000" + "00003840" + "20010db8000000000000000000000053");
    }

    @Test
    void whoseAddressesComeByDhcpIsToldSo() {
        cloud.advertised(network, "2001:db8:7::/64", Ipv6Mode.DHCPV6_STATEFUL);
        String packet = HexFormat.of()
                .formatHex(ask(plugged().mac(), SOLICITATION).orElseThrow().payload());
        assertThat(packet.substring(88, 92)).isEqualTo("40c0");
        assertThat(packet).contains("0304" + "40" + "80");
    }

    @Test
    void aRouterThatHasAnAddressThereIsNamedAsTheWayOut() {
        TenantSubnet subnet = cloud.advertised(network, "2001:db8:7::/64", Ipv6Mode.SLAAC);
        TenantPort door = cloud.join(cloud.router(), subnet, "2001:db8:7::1");
        TenantPort port = plugged();
        Ethernet sent = ask(port.mac(), SOLICITATION).orElseThrow();
        assertThat(sent.source()).isEqualTo(door.mac());
        Ipv6 packet = Ipv6.parse(sent.payload()).orElseThrow();
        assertThat(packet.source()).isEqualTo(IpAddress.linkLocal(door.mac()));
        assertThat(HexFormat.of().formatHex(Icmpv6.parse(packet).orElseThrow().body()))
                .startsWith("4000" + "ffff");
    }

    @Test
    void nobodyElseIsAnswered() {
        TenantPort port = plugged();
        assertThat(ask(port.mac(), SOLICITATION)).isEmpty();
        cloud.advertised(network, "2001:db8:7::/64", Ipv6Mode.SLAAC);
        assertThat(ask(port.mac(), SOLICITATION)).isPresent();
        assertThat(ask(MacAddress.parse("02:99:99:99:99:99"), SOLICITATION)).isEmpty();
        assertThat(ask(port.mac(), SOLICITATION.replace("3aff", "3a40"))).isEmpty();
        assertThat(ask(port.mac(), SOLICITATION.substring(0, 80))).isEmpty();
    }
}
