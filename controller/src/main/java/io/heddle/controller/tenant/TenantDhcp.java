package io.heddle.controller.tenant;

import io.heddle.controller.packet.Dhcp;
import io.heddle.controller.packet.DhcpOptions;
import io.heddle.controller.packet.DhcpReply;
import io.heddle.controller.packet.DhcpType;
import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Udp;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * The DHCP server of every tenant's subnet (RFC 2131 §4.3), which lends each port the address that it has and no other; pure.
 *
 * <pre>
 * DISCOVER                      OFFER of the port's address
 * REQUEST of another server     silence
 * REQUEST of the port's address ACK
 * REQUEST of any other address  NAK
 * INFORM                        ACK without an address
 * DECLINE, RELEASE              silence: the address stays the port's
 * </pre>
 *
 * <p>Which port asks is known from where the frame came in. It is not answered when its client is another MAC address than the
 * port's, when the port has no IPv4 address in a subnet with DHCP, or when either is disabled.
 */
final class TenantDhcp {

    /** From where tenants' hosts are answered, on every network. */
    static final MacAddress SERVER_MAC = MacAddress.parse("02:48:45:44:4c:00");

    private static final Ipv4Address NO_ADDRESS = Ipv4Address.UNSPECIFIED;

    private final Duration lease;

    TenantDhcp(Duration lease) {
        this.lease = lease;
    }

    /** One message, of whom it is, and where the port's address lies. */
    private record Exchange(Dhcp message, TenantPort port, Ipv4Address address, TenantSubnet subnet, int mtu) {}

    /** What is to be sent in answer to a frame that a bridge handed over. */
    Optional<Effect.SwitchEffect> answer(PacketReceived packet, OverlayState state) {
        return Ethernet.parse(packet.frame())
                .filter(frame -> frame.type() == Ethernet.IPV4)
                .flatMap(frame -> Ipv4.parse(frame.payload()))
                .flatMap(Udp::parse)
                .filter(datagram -> datagram.destinationPort() == Dhcp.SERVER_PORT)
                .flatMap(datagram -> Dhcp.parse(datagram.payload()))
                .filter(message -> !message.isReply() && message.relayIp().equals(NO_ADDRESS))
                .flatMap(message -> exchange(message, packet.point(), state))
                .flatMap(this::frame)
                .map(frame -> new Effect.SendPacket(
                        packet.dpid(),
                        new Effect.Departure.ByPort(packet.point().port()),
                        frame));
    }

    private static Optional<Exchange> exchange(Dhcp message, ConnectPoint point, OverlayState state) {
        return state.portAt(point)
                .filter(port -> port.adminUp() && port.mac().equals(message.clientMac()))
                .flatMap(port -> port.fixedIps().stream()
                        .flatMap(fixed -> exchange(message, port, fixed, state).stream())
                        .findFirst());
    }

    private static Optional<Exchange> exchange(Dhcp message, TenantPort port, FixedIp fixed, OverlayState state) {
        return fixed.address()
                .asIpv4()
                .flatMap(address -> state.tenants()
                        .subnets()
                        .find(fixed.subnet())
                        .filter(TenantSubnet::dhcp)
                        .map(subnet -> new Exchange(
                                message,
                                port,
                                address,
                                subnet,
                                state.tenants().networkOf(port.network()).mtu())));
    }

    private Optional<byte[]> frame(Exchange exchange) {
        return exchange.message().options().type().flatMap(type -> switch (type) {
            case DISCOVER -> Optional.of(frame(exchange, DhcpType.OFFER, exchange.address()));
            case REQUEST -> requested(exchange);
            case INFORM -> Optional.of(frame(exchange, DhcpType.ACK, NO_ADDRESS));
            case DECLINE, RELEASE, OFFER, ACK, NAK -> Optional.empty();
        });
    }

    private Optional<byte[]> requested(Exchange exchange) {
        Dhcp message = exchange.message();
        Ipv4Address server = TenantDhcpOptions.server(exchange.subnet(), exchange.address());
        if (!message.options().address(DhcpOptions.SERVER_ID).orElse(server).equals(server)) {
            return Optional.empty();
        }
        Ipv4Address wanted = message.clientIp().equals(NO_ADDRESS)
                ? message.options().address(DhcpOptions.REQUESTED_ADDRESS).orElse(NO_ADDRESS)
                : message.clientIp();
        return Optional.of(
                wanted.equals(exchange.address())
                        ? frame(exchange, DhcpType.ACK, exchange.address())
                        : frame(exchange, DhcpType.NAK, NO_ADDRESS));
    }

    private byte[] frame(Exchange exchange, DhcpType type, Ipv4Address yourIp) {
        Dhcp message = exchange.message();
        Ipv4Address server = TenantDhcpOptions.server(exchange.subnet(), exchange.address());
        DhcpOptions options = DhcpOptions.empty().with(type).with(DhcpOptions.SERVER_ID, server);
        if (type != DhcpType.NAK) {
            options = TenantDhcpOptions.configured(options, exchange.subnet(), exchange.port(), exchange.mtu());
            options = yourIp.equals(NO_ADDRESS) ? options : DhcpReply.timed(options, lease);
        }
        Optional<byte[]> clientId = message.options().value(DhcpOptions.CLIENT_ID);
        if (clientId.isPresent()) {
            options = options.with(DhcpOptions.CLIENT_ID, clientId.get());
        }
        return DhcpReply.frame(Dhcp.answer(message, yourIp, options), type, server, SERVER_MAC);
    }
}
