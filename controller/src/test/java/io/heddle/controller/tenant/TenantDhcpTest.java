package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.packet.Dhcp;
import io.heddle.controller.packet.DhcpOptions;
import io.heddle.controller.packet.DhcpType;
import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Udp;
import io.heddle.controller.state.Effect.Departure;
import io.heddle.controller.state.Effect.SendPacket;
import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.tenant.DhcpOption;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TenantDhcpTest {
    private static final ConnectPoint TAP = new ConnectPoint(Cloud.bridge(1), new PortNumber(1));
    private static final Ipv4Address NONE = Ipv4Address.UNSPECIFIED;

    private final Cloud cloud = new Cloud();
    private final TenantDhcp server = new TenantDhcp(Duration.ofDays(1));
    private final TenantNetwork network = cloud.network();

    private TenantPort plugged(TenantSubnet subnet, String address, DhcpOption... options) {
        TenantPort port = cloud.port(network, subnet, address, options);
        cloud.server(1, port);
        return port;
    }

    private TenantPort usual() {
        return plugged(cloud.subnet(network, "192.168.0.0/24", "192.168.0.1", true), "192.168.0.9");
    }

    private Optional<Dhcp> ask(DhcpType type, MacAddress client, Ipv4Address has, DhcpOptions options) {
        return answer(frame(new Dhcp(false, 7, 0, false, has, NONE, NONE, client, options.with(type)), client));
    }

    private Optional<Dhcp> answer(byte[] frame) {
        return server.answer(new PacketReceived(TAP, PacketInReason.ACTION, Optional.empty(), frame), cloud.state())
                .map(sent -> (SendPacket) sent)
                .map(sent -> {
                    assertThat(sent.dpid()).isEqualTo(TAP.dpid());
                    assertThat(sent.departure()).isEqualTo(new Departure.ByPort(TAP.port()));
                    return sent.frame();
                })
                .flatMap(Ethernet::parse)
                .flatMap(sent -> Ipv4.parse(sent.payload()))
                .flatMap(Udp::parse)
                .flatMap(datagram -> Dhcp.parse(datagram.payload()));
    }

    private static byte[] frame(Dhcp message, MacAddress client) {
        Ipv4 envelope = Ipv4.of(64, Ipv4.UDP, NONE, Ipv4Address.BROADCAST, new byte[0]);
        Ipv4 packet = new Udp(Dhcp.CLIENT_PORT, Dhcp.SERVER_PORT, message.bytes()).in(envelope);
        return new Ethernet(MacAddress.BROADCAST, client, Ethernet.IPV4, packet.bytes()).bytes();
    }

    private Dhcp discover(TenantPort port) {
        return ask(DhcpType.DISCOVER, port.mac(), NONE, DhcpOptions.empty()).orElseThrow();
    }

    private Optional<DhcpType> request(TenantPort port, String wanted) {
        DhcpOptions options = DhcpOptions.empty().with(DhcpOptions.REQUESTED_ADDRESS, Ipv4Address.parse(wanted));
        return ask(DhcpType.REQUEST, port.mac(), NONE, options)
                .flatMap(answer -> answer.options().type());
    }

    private static String hex(Dhcp answer, int option) {
        return HexFormat.of().formatHex(answer.options().value(option).orElse(new byte[0]));
    }

    @Test
    void aHostIsOfferedTheAddressOfItsPortAndToldOfItsSubnet() {
        Dhcp offer = discover(usual());
        assertThat(offer.options().type()).contains(DhcpType.OFFER);
        assertThat(offer.yourIp()).isEqualTo(Ipv4Address.parse("192.168.0.9"));
        assertThat(offer.options().address(DhcpOptions.SERVER_ID)).contains(Ipv4Address.parse("192.168.0.1"));
        assertThat(offer.options().address(DhcpOptions.ROUTER)).contains(Ipv4Address.parse("192.168.0.1"));
        assertThat(offer.options().address(DhcpOptions.SUBNET_MASK)).contains(Ipv4Address.parse("255.255.255.0"));
        assertThat(offer.options().address(DhcpOptions.BROADCAST_ADDRESS)).contains(Ipv4Address.parse("192.168.0.255"));
        assertThat(offer.options().address(DhcpOptions.NAME_SERVER)).contains(Ipv4Address.parse("9.9.9.9"));
        assertThat(hex(offer, DhcpOptions.MTU)).isEqualTo("05aa");
        assertThat(offer.options().integer(DhcpOptions.LEASE_SECONDS)).contains(86400);
        assertThat(offer.options().integer(DhcpOptions.RENEWAL_SECONDS)).contains(43200);
        assertThat(offer.options().value(DhcpOptions.CLASSLESS_ROUTES)).isEmpty();
    }

    @Test
    void aRequestIsGrantedOnlyForThatAddress() {
        TenantPort port = usual();
        assertThat(request(port, "192.168.0.9")).contains(DhcpType.ACK);
        assertThat(request(port, "192.168.0.10")).contains(DhcpType.NAK);
        assertThat(ask(DhcpType.REQUEST, port.mac(), Ipv4Address.parse("192.168.0.9"), DhcpOptions.empty()))
                .isPresent();
    }

    @Test
    void whatIsNotForThisServerIsNotAnswered() {
        TenantPort port = usual();
        DhcpOptions other = DhcpOptions.empty().with(DhcpOptions.SERVER_ID, Ipv4Address.parse("192.168.0.77"));
        assertThat(ask(DhcpType.REQUEST, port.mac(), NONE, other)).isEmpty();
        assertThat(ask(DhcpType.RELEASE, port.mac(), NONE, DhcpOptions.empty())).isEmpty();
        assertThat(ask(DhcpType.DISCOVER, MacAddress.parse("02:99:99:99:99:99"), NONE, DhcpOptions.empty()))
                .isEmpty();
    }

    @Test
    void aHostThatOnlyAsksIsToldWithoutALease() {
        Dhcp told = ask(DhcpType.INFORM, usual().mac(), Ipv4Address.parse("192.168.0.9"), DhcpOptions.empty())
                .orElseThrow();
        assertThat(told.yourIp()).isEqualTo(NONE);
        assertThat(told.options().integer(DhcpOptions.LEASE_SECONDS)).isEmpty();
        assertThat(told.options().address(DhcpOptions.ROUTER)).isPresent();
    }

    @Test
    void aSubnetWithoutDhcpIsSilent() {
        TenantPort port = plugged(cloud.subnet(network, "192.168.0.0/24", "192.168.0.1", false), "192.168.0.9");
        assertThat(ask(DhcpType.DISCOVER, port.mac(), NONE, DhcpOptions.empty()))
                .isEmpty();
    }

    @Test
    void aSubnetWithoutAGatewayNamesNoRouterAndItsServerIsNotTheClient() {
        Dhcp offer = discover(plugged(cloud.subnet(network, "192.168.0.0/24", "", true), "192.168.0.1"));
        assertThat(offer.options().address(DhcpOptions.ROUTER)).isEmpty();
        assertThat(offer.options().address(DhcpOptions.SERVER_ID)).contains(Ipv4Address.parse("192.168.0.2"));
    }

    @Test
    void routesOfTheSubnetAreToldWithTheWayToEverywhereElse() {
        HostRoute route = new HostRoute(Cidr.parse("10.128.0.0/9"), IpAddress.parse("192.168.0.5"));
        TenantSubnet subnet = cloud.subnet(network, "192.168.0.0/24", "192.168.0.1", true, route);
        Dhcp offer = discover(plugged(subnet, "192.168.0.9"));
        assertThat(hex(offer, DhcpOptions.CLASSLESS_ROUTES)).isEqualTo("090a80" + "c0a80005" + "00" + "c0a80001");
    }

    @Test
    void theOptionsOfAPortTakeThePlaceOfItsSubnets() {
        TenantSubnet subnet = cloud.subnet(network, "192.168.0.0/24", "192.168.0.1", true);
        Dhcp offer = discover(plugged(
                subnet,
                "192.168.0.9",
                new DhcpOption("dns-server", "1.1.1.1, 8.8.8.8", IpVersion.V4),
                new DhcpOption("mtu", "1400", IpVersion.V4),
                new DhcpOption("bootfile-name", "pxe.0", IpVersion.V4),
                new DhcpOption("160", "abc", IpVersion.V4),
                new DhcpOption("255", "no", IpVersion.V4),
                new DhcpOption("ntp-server", "nonsense", IpVersion.V4),
                new DhcpOption("hostname", "six", IpVersion.V6)));
        assertThat(hex(offer, DhcpOptions.NAME_SERVER)).isEqualTo("0101010108080808");
        assertThat(hex(offer, DhcpOptions.MTU)).isEqualTo("0578");
        assertThat(offer.options().value(67)).contains("pxe.0".getBytes(StandardCharsets.US_ASCII));
        assertThat(offer.options().value(160)).contains("abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(offer.options().value(42)).isEmpty();
        assertThat(offer.options().value(DhcpOptions.HOST_NAME)).isEmpty();
    }

    @Test
    void nonsenseIsNotAnsweredSeed4() {
        TenantPort port = usual();
        byte[] good = frame(
                new Dhcp(
                        false,
                        7,
                        0,
                        false,
                        NONE,
                        NONE,
                        NONE,
                        port.mac(),
                        DhcpOptions.empty().with(DhcpType.DISCOVER)),
                port.mac());
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = good.clone();
            for (int j = 0; j < 6; j++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            answer(bad).ifPresent(answer -> assertThat(answer.clientMac()).isEqualTo(port.mac()));
        }
    }
}
