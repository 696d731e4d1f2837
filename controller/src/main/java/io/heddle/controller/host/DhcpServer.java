package io.heddle.controller.host;

import io.heddle.controller.packet.Dhcp;
import io.heddle.controller.packet.DhcpOptions;
import io.heddle.controller.packet.DhcpReply;
import io.heddle.controller.packet.DhcpType;
import io.heddle.controller.state.Lease;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * The DHCP server of every edge switch (RFC 2131 §4.3), whose identity is the gateway's address.
 *
 * <pre>
 * DISCOVER                          OFFER of the address that {@link Leases} chooses; silence if there is none
 * REQUEST of another server         the offer is withdrawn
 * REQUEST of this server by an
 *   address that it had before      NAK in that address's name (a client hears no other), so that it begins anew
 * REQUEST of the chosen address     ACK, and the host is located at once, so that its first packet finds its rules on the way
 * REQUEST, renewing where it moved  ACK if the client still is the known host with that address
 * REQUEST of any other address      NAK
 * DECLINE                           the address is not lent for ten minutes
 * RELEASE                           the lease and the host are forgotten
 * INFORM                            ACK without an address
 * </pre>
 */
final class DhcpServer {

    private static final Ipv4Address NO_ADDRESS = Ipv4Address.UNSPECIFIED;

    /** One message, where it came in, and the server that it reached. */
    private record Exchange(Dhcp message, ConnectPoint point, Ipv4Address server, IpPrefix prefix) {
        MacAddress client() {
            return message.clientMac();
        }

        Exchange asIfReached(Ipv4Address other) {
            return new Exchange(message, point, other, prefix);
        }
    }

    private final HostSettings settings;
    private final Locations locations;
    private final Leases leases;

    DhcpServer(HostSettings settings, Locations locations, Collection<Lease> known) {
        this.settings = settings;
        this.locations = locations;
        this.leases = new Leases(settings, locations, known);
    }

    /** Whether some client behind {@code edge} has a lease. */
    boolean hasLeaseAt(DatapathId edge, Instant now) {
        return leases.isAnyAt(edge, now);
    }

    void tick(Round round) {
        leases.tick(round);
    }

    /**
     * Deals with a message that a host sent.
     *
     * @return the claim that is to be accepted, when an address was lent
     */
    Optional<Claim> handle(Dhcp message, ConnectPoint point, Round round) {
        Optional<Ipv4Address> server = round.facts().addresses().gateway(point.dpid());
        Optional<IpPrefix> prefix = round.facts().addresses().edgePrefix(point.dpid());
        Optional<DhcpType> type = message.options().type();
        boolean isDirect = !message.isReply() && message.relayIp().equals(NO_ADDRESS);
        if (server.isEmpty()
                || prefix.isEmpty()
                || type.isEmpty()
                || !isDirect
                || message.clientMac().isGroup()) {
            round.tally().malformed++;
            return Optional.empty();
        }
        return handle(type.get(), new Exchange(message, point, server.get(), prefix.get()), round);
    }

    private Optional<Claim> handle(DhcpType type, Exchange exchange, Round round) {
        Dhcp message = exchange.message();
        switch (type) {
            case DISCOVER -> discover(exchange, round);
            case REQUEST -> {
                return request(exchange, round);
            }
            case DECLINE ->
                message.options()
                        .address(DhcpOptions.REQUESTED_ADDRESS)
                        .ifPresent(ip -> leases.decline(ip, exchange.client(), round));
            case RELEASE -> leases.release(message.clientIp(), exchange.client(), round);
            case INFORM -> answer(exchange, DhcpType.ACK, NO_ADDRESS, round);
            case OFFER, ACK, NAK -> round.tally().malformed++;
        }
        return Optional.empty();
    }

    private void discover(Exchange exchange, Round round) {
        leases.choose(exchange.client(), exchange.point(), round).ifPresent(ip -> {
            leases.offer(ip, exchange.client(), round.now());
            answer(exchange, DhcpType.OFFER, ip, round);
        });
    }

    private Optional<Claim> request(Exchange exchange, Round round) {
        Dhcp message = exchange.message();
        Ipv4Address server = message.options().address(DhcpOptions.SERVER_ID).orElse(exchange.server());
        if (!server.equals(exchange.server()) && message.clientIp().equals(NO_ADDRESS)) {
            leases.withdraw(exchange.client());
            if (round.facts().addresses().fabricPrefix().contains(server)) {
                answer(exchange.asIfReached(server), DhcpType.NAK, NO_ADDRESS, round);
            }
            return Optional.empty();
        }
        Ipv4Address wanted = message.clientIp().equals(NO_ADDRESS)
                ? message.options().address(DhcpOptions.REQUESTED_ADDRESS).orElse(NO_ADDRESS)
                : message.clientIp();
        boolean isItsOwn = isKnownThere(wanted, exchange, round)
                || leases.choose(exchange.client(), exchange.point(), round)
                        .filter(wanted::equals)
                        .isPresent();
        if (!isItsOwn) {
            answer(exchange, DhcpType.NAK, NO_ADDRESS, round);
            return Optional.empty();
        }
        leases.grant(wanted, exchange.client(), exchange.point(), round);
        answer(exchange, DhcpType.ACK, wanted, round);
        return Optional.of(new Claim(wanted, exchange.client(), exchange.point()));
    }

    /** Whether the client renews the lease of an address that it took along to this port. */
    private boolean isKnownThere(Ipv4Address wanted, Exchange exchange, Round round) {
        Host client = new Host(wanted, exchange.client(), exchange.point());
        return !exchange.message().clientIp().equals(NO_ADDRESS)
                && leases.of(exchange.client())
                        .filter(lease -> lease.ip().equals(wanted))
                        .isPresent()
                && locations.find(wanted, round).filter(client::equals).isPresent();
    }

    private void answer(Exchange exchange, DhcpType type, Ipv4Address yourIp, Round round) {
        Dhcp message = exchange.message();
        DhcpOptions options = DhcpOptions.empty().with(type).with(DhcpOptions.SERVER_ID, exchange.server());
        if (type != DhcpType.NAK) {
            options = configuration(options, exchange, yourIp);
        }
        Optional<byte[]> clientId = message.options().value(DhcpOptions.CLIENT_ID);
        if (clientId.isPresent()) {
            options = options.with(DhcpOptions.CLIENT_ID, clientId.get());
        }
        round.tally().dhcpAnswers++;
        round.sendOut(
                exchange.point(),
                DhcpReply.frame(
                        Dhcp.answer(message, yourIp, options),
                        type,
                        exchange.server(),
                        round.facts().gatewayMac()));
    }

    private DhcpOptions configuration(DhcpOptions base, Exchange exchange, Ipv4Address yourIp) {
        IpPrefix prefix = exchange.prefix();
        Ipv4Address broadcast =
                new Ipv4Address(prefix.address().value() | ~prefix.netmask().value());
        DhcpOptions options = base.with(DhcpOptions.SUBNET_MASK, prefix.netmask())
                .with(DhcpOptions.ROUTER, exchange.server())
                .with(DhcpOptions.BROADCAST_ADDRESS, broadcast);
        if (settings.mtu().isPresent()) {
            options = options.withShort(DhcpOptions.MTU, settings.mtu().get());
        }
        if (!settings.nameServers().isEmpty()) {
            options = options.with(DhcpOptions.NAME_SERVER, settings.nameServers());
        }
        if (settings.domain().isPresent()) {
            options = options.with(DhcpOptions.DOMAIN_NAME, settings.domain().get());
        }
        return yourIp.equals(NO_ADDRESS) ? options : DhcpReply.timed(options, settings.lease());
    }
}
