package io.heddle.controller.tenant;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.RouterAdvertisement;
import io.heddle.controller.packet.RouterAdvertisement.Prefix;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Answers hosts that ask for routers (RFC 4861 §6.2.6) with the prefixes of their network whose {@code ipv6_ra_mode} is set, so that
 * they make their addresses (RFC 4862); pure. Where a router has an address of one of them, the advertisement comes from it and names
 * it as the way out.
 */
final class TenantAdvertiser {

    /** As long as can be said (RFC 8319 §4), as hosts are told when they ask and not again. */
    private static final Duration ROUTER_LIFETIME = Duration.ofSeconds(65_535);

    private TenantAdvertiser() {}

    /** What is to be sent in answer to a frame that a bridge handed over. */
    static Optional<Effect.SwitchEffect> answer(PacketReceived packet, OverlayState state) {
        return Ethernet.parse(packet.frame())
                .filter(RouterAdvertisement::isAskedForBy)
                .flatMap(frame -> state.portAt(packet.point())
                        .filter(port -> port.adminUp() && port.mac().equals(frame.source())))
                .flatMap(port -> advertisement(port, state))
                .map(frame -> new Effect.SendPacket(
                        packet.dpid(),
                        new Effect.Departure.ByPort(packet.point().port()),
                        frame));
    }

    private static Optional<byte[]> advertisement(TenantPort port, OverlayState state) {
        TenantNetwork network = state.tenants().networkOf(port.network());
        List<TenantSubnet> advertised = state.tenants().subnetsOf(network.id()).stream()
                .filter(subnet -> subnet.cidr().version() == IpVersion.V6)
                .filter(subnet -> subnet.advertised().isPresent())
                .toList();
        if (advertised.isEmpty()) {
            return Optional.empty();
        }
        List<IpAddress> nameServers = advertised.stream()
                .flatMap(subnet -> subnet.nameServers().stream())
                .filter(server -> server.version() == IpVersion.V6)
                .distinct()
                .toList();
        Optional<TenantPort> router = RouterVoice.doors(network.id(), state.tenants())
                .filter(door -> door.fixedIps().stream()
                        .anyMatch(ip -> advertised.stream()
                                .anyMatch(subnet -> subnet.id().equals(ip.subnet()))))
                .findFirst();
        RouterAdvertisement advertisement = new RouterAdvertisement(
                router.map(TenantPort::mac).orElse(TenantDhcp.SERVER_MAC),
                router.isPresent() ? ROUTER_LIFETIME : Duration.ZERO,
                isAny(advertised, Ipv6Mode.DHCPV6_STATEFUL),
                isAny(advertised, Ipv6Mode.DHCPV6_STATELESS) || isAny(advertised, Ipv6Mode.DHCPV6_STATEFUL),
                network.mtu(),
                advertised.stream()
                        .map(subnet -> new Prefix(
                                subnet.cidr(),
                                subnet.advertised()
                                        .filter(Ipv6Mode::isAutomatic)
                                        .isPresent()))
                        .toList(),
                nameServers);
        return Optional.of(advertisement.frame(port.mac()));
    }

    private static boolean isAny(List<TenantSubnet> subnets, Ipv6Mode mode) {
        return subnets.stream()
                .anyMatch(subnet -> subnet.advertised().filter(mode::equals).isPresent());
    }
}
