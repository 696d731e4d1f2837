package io.heddle.controller.packet;

import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * A router advertisement (RFC 4861 §4.2, options RFC 8106 §5.1) of somebody who is no router: hosts are told prefixes, and no way out.
 *
 * @param source the MAC address it comes from, of which its link-local address is made
 * @param isManaged whether addresses come by DHCPv6
 * @param hasMoreByDhcp whether other configuration comes by DHCPv6
 * @param mtu the network's MTU in bytes
 * @param prefixes the prefixes on the network
 * @param nameServers IPv6 addresses of DNS servers, best first
 */
public record RouterAdvertisement(
        MacAddress source,
        boolean isManaged,
        boolean hasMoreByDhcp,
        int mtu,
        List<Prefix> prefixes,
        List<IpAddress> nameServers) {

    private static final int ETHERTYPE = 0x86dd;
    private static final int ICMPV6 = 58;
    private static final int SOLICITATION = 133;
    private static final int ADVERTISEMENT = 134;
    private static final int HEADER = 40;
    private static final int HOP_LIMIT = 255;
    private static final int ADDRESS = 16;
    private static final int FIXED = 32;
    private static final int PREFIX = 32;
    private static final int HOPS_OF_HOSTS = 64;
    private static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");
    private static final Duration VALID = Duration.ofDays(1);
    private static final Duration PREFERRED = Duration.ofHours(4);

    /** A prefix on the network, and whether hosts make addresses of it by themselves. */
    public record Prefix(Cidr cidr, boolean isAutomatic) {}

    public RouterAdvertisement {
        prefixes = List.copyOf(prefixes);
        nameServers = List.copyOf(nameServers);
    }

    /** Whether {@code frame} asks for advertisements, from a neighbour and not from afar. */
    public static boolean isAskedForBy(Ethernet frame) {
        byte[] packet = frame.payload();
        return frame.type() == ETHERTYPE
                && packet.length >= HEADER + 8
                && (packet[6] & 0xff) == ICMPV6
                && (packet[7] & 0xff) == HOP_LIMIT
                && (packet[HEADER] & 0xff) == SOLICITATION
                && packet[HEADER + 1] == 0;
    }

    /** The frame to one host, in a packet to all of them. */
    public byte[] frame(MacAddress host) {
        byte[] message = message();
        byte[] from = linkLocal(source);
        byte[] pseudo = ByteBuffer.allocate(2 * ADDRESS + 8)
                .put(from)
                .put(ALL_NODES.octets())
                .putInt(message.length)
                .putInt(ICMPV6)
                .array();
        int checksum = InternetChecksum.finish(
                InternetChecksum.sum(pseudo, 0, pseudo.length) + InternetChecksum.sum(message, 0, message.length));
        ByteBuffer.wrap(message).putShort(2, (short) checksum);
        byte[] packet = ByteBuffer.allocate(HEADER + message.length)
                .putInt(6 << 28)
                .putShort((short) message.length)
                .put((byte) ICMPV6)
                .put((byte) HOP_LIMIT)
                .put(from)
                .put(ALL_NODES.octets())
                .put(message)
                .array();
        return new Ethernet(host, source, ETHERTYPE, packet).bytes();
    }

    private byte[] message() {
        int nameServersLength = nameServers.isEmpty() ? 0 : 8 + ADDRESS * nameServers.size();
        int flags = (isManaged ? 0x80 : 0) | (hasMoreByDhcp ? 0x40 : 0);
        ByteBuffer out = ByteBuffer.allocate(FIXED + PREFIX * prefixes.size() + nameServersLength);
        out.put((byte) ADVERTISEMENT).put((byte) 0).putShort((short) 0);
        out.put((byte) HOPS_OF_HOSTS).put((byte) flags).putShort((short) 0).putLong(0);
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

    /** RFC 4291 appendix A: the MAC address with its universal bit turned and two octets in its middle. */
    private static byte[] linkLocal(MacAddress mac) {
        byte[] octets = mac.octets();
        return ByteBuffer.allocate(ADDRESS)
                .putShort((short) 0xfe80)
                .position(8)
                .put((byte) (octets[0] ^ 2))
                .put(octets, 1, 2)
                .putShort((short) 0xfffe)
                .put(octets, 3, 3)
                .array();
    }
}
