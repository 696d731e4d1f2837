package io.heddle.controller.packet;

import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Duration;

/** What every DHCP server does alike: how its messages reach a client, and how long a lease is. */
public final class DhcpReply {

    private static final int TTL = 64;

    private DhcpReply() {}

    /** {@code options} with a lease: a client renews after half of it, and asks any server after seven eighths (RFC 2131 §4.4.5). */
    public static DhcpOptions timed(DhcpOptions options, Duration lease) {
        int seconds = (int) lease.toSeconds();
        return options.withInt(DhcpOptions.LEASE_SECONDS, seconds)
                .withInt(DhcpOptions.RENEWAL_SECONDS, seconds / 2)
                .withInt(DhcpOptions.REBINDING_SECONDS, (int) (seconds * 7L / 8));
    }

    /**
     * The frame of an answer (RFC 2131 §4.1): to the client's address if it has one, broadcast if it wants that or is refused, else to
     * what it gets.
     */
    public static byte[] frame(Dhcp answer, DhcpType type, Ipv4Address server, MacAddress serverMac) {
        boolean hasAddress = !answer.clientIp().equals(Ipv4Address.UNSPECIFIED) && type != DhcpType.NAK;
        boolean isBroadcast = !hasAddress && (answer.wantsBroadcast() || type == DhcpType.NAK);
        Ipv4Address to = isBroadcast ? Ipv4Address.BROADCAST : hasAddress ? answer.clientIp() : answer.yourIp();
        Ipv4 envelope = Ipv4.of(TTL, Ipv4.UDP, server, to, new byte[0]);
        Ipv4 packet = new Udp(Dhcp.SERVER_PORT, Dhcp.CLIENT_PORT, answer.bytes()).in(envelope);
        MacAddress destination = isBroadcast ? MacAddress.BROADCAST : answer.clientMac();
        return new Ethernet(destination, serverMac, Ethernet.IPV4, packet.bytes()).bytes();
    }
}
