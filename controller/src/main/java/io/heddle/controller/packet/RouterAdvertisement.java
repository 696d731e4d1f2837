package io.heddle.controller.packet;

import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * A router advertisement (RFC 4861 §4.2, options RFC 8106 §5.1).
 *
 * @param source the MAC address it comes from, of which its link-local address is made
 * @param lifetime for how long it is a way out of the network, in whole seconds up to 65,535 (RFC 8319 §4); zero if it is none
 * @param isManaged whether addresses come by DHCPv6
 * @param hasMoreByDhcp whether other configuration comes by DHCPv6
 * @param mtu the network's MTU in bytes
 * @param prefixes the prefixes on the network
 * @param nameServers IPv6 addresses of DNS servers, best first
 */
public record RouterAdvertisement(
        MacAddress source,
        Duration lifetime,
        boolean isManaged,
        boolean hasMoreByDhcp,
        int mtu,
        List<Prefix> prefixes,
        List<IpAddress> nameServers) {

    private static final int SOLICITATION = 133;
    private static final int ADVERTISEMENT = 134;
    private static final int HEADER = 40;
    private static final int ADDRESS = 16;
    private static final int FIXED = 28;
    private static final int PREFIX = 32;
    private static final int HOPS_OF_HOSTS = 64;
    private static final int LONGEST = 65535;
    private static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");
    private static final Duration VALID = Duration.ofDays(1);
    private static final Duration PREFERRED = Duration.ofHours(4);

    /** A prefix on the network, and whether hosts make addresses of it by themselves. */
    public record Prefix(Cidr cidr, boolean isAutomatic) {}

    public RouterAdvertisement {
        if (lifetime.isNegative() || lifetime.toSeconds() > LONGEST) {
            throw new IllegalArgumentException("a router's lifetime is 0 to " + LONGEST + " s, not " + lifetime);
        }
        prefixes = List.copyOf(prefixes);
        nameServers = List.copyOf(nameServers);
    }

    /** Whether {@code frame} asks for advertisements, from a neighbour and not from afar. */
    public static boolean isAskedForBy(Ethernet frame) {
        byte[] packet = frame.payload();
        return frame.type() == Ethernet.IPV6
                && packet.length >= HEADER + 8
                && (packet[6] & 0xff) == Ipv6.ICMP
                && (packet[7] & 0xff) == Icmpv6.ON_LINK
                && (packet[HEADER] & 0xff) == SOLICITATION
                && packet[HEADER + 1] == 0;
    }

    /** The frame to one host, in a packet to all of them. */
    public byte[] frame(MacAddress host) {
        Ipv6 packet = new Icmpv6(ADVERTISEMENT, 0, body()).in(Icmpv6.ON_LINK, IpAddress.linkLocal(source), ALL_NODES);
        return new Ethernet(host, source, Ethernet.IPV6, packet.bytes()).bytes();
    }

    private byte[] body() {
        int nameServersLength = nameServers.isEmpty() ? 0 : 8 + ADDRESS * nameServers.size();
        int flags = (isManaged ? 0x80 : 0) | (hasMoreByDhcp ? 0x40 : 0);
        ByteBuffer out = ByteBuffer.allocate(FIXED + PREFIX * prefixes.size() + nameServersLength);
        out.put((byte) HOPS_OF_HOSTS)
                .put((byte) flags)
                .putShort((short) lifetime.toSeconds())
                .putLong(0);
        out.put((byte) 1).put((byte) 1).put(source.octets());
        out.put((byte) 5).put((byte) 1).putShort((short) 0).putInt(mtu);
        prefixes.forEach(prefix -> write(prefix, out));
        if (!nameServers.isEmpty()) {
            out.put((byte) 25).put((byte) (nameServersLength / 8)).putShort((short) 0);
            out.putInt((int) PREFERRED.toSeconds());
            nameServers.forEach(each -> out.put(each.octets()));
        }
        return out.array();
    }

    private static void write(Prefix prefix, ByteBuffer out) {
        out.put((byte) 3).put((byte) (PREFIX / 8)).put((byte) prefix.cidr().length());
        out.put((byte) (prefix.isAutomatic() ? 0xc0 : 0x80));
        out.putInt((int) VALID.toSeconds()).putInt((int) PREFERRED.toSeconds()).putInt(0);
        out.put(prefix.cidr().address().octets());
    }
}
