package io.heddle.controller.packet;

import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An ICMPv6 message (RFC 4443), neighbour discovery (RFC 4861) among them.
 *
 * @param type such as {@link #ECHO_REQUEST}
 * @param code what kind of it
 * @param body what follows the checksum
 */
@SuppressWarnings("ArrayRecordComponent") // a body is passed by reference and never compared
public record Icmpv6(int type, int code, byte[] body) {

    /** Type: the packet is larger than the next hop takes. */
    public static final int PACKET_TOO_BIG = 2;

    /** Type: the packet had no hop left. */
    public static final int TIME_EXCEEDED = 3;

    /** Type: a ping. */
    public static final int ECHO_REQUEST = 128;

    /** Type: the answer to a ping. */
    public static final int ECHO_REPLY = 129;

    /** Type: who is at this address? */
    public static final int NEIGHBOUR_SOLICITATION = 135;

    /** Type: at that address is. */
    public static final int NEIGHBOUR_ADVERTISEMENT = 136;

    /** What packets that never leave their link are sent with, so that none comes from afar (RFC 4861 §7.1). */
    public static final int ON_LINK = 255;

    /** The group of all who are on a link (RFC 4291 §2.7.1). */
    public static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");

    /** The MAC addresses of IPv6 groups, without the last 32 bits (RFC 2464 §7). */
    private static final long GROUPS = 0x3333L << 32;

    private static final int HEADER = 4;
    private static final int ADDRESS = 16;
    private static final int FIRST_INFORMATIONAL = 128;
    private static final int FROM_ROUTER = 0x8000_0000;
    private static final int SOLICITED = 0x4000_0000;
    private static final int OVERRIDE = 0x2000_0000;
    private static final int SOURCE_LINK_LAYER = 0x0101;
    private static final int TARGET_LINK_LAYER = 0x0201;

    /** The upper half of the group of all who may have an address with given last 24 bits, and the lower without them. */
    private static final long SOLICITED_NODE_HIGH = 0xff02L << 48;

    private static final long SOLICITED_NODE_LOW = 0x1_ff00_0000L;
    private static final long LAST_BITS = 0xff_ffffL;

    /** The most of a packet that an error quotes, so that the error fits into 1280 bytes (RFC 4443 §2.4). */
    private static final int QUOTE = 1232;

    /** Reads the payload of {@code packet} if it is ICMPv6 with a right checksum. */
    public static Optional<Icmpv6> parse(Ipv6 packet) {
        byte[] message = packet.payload();
        boolean isIcmp = packet.nextHeader() == Ipv6.ICMP && message.length >= HEADER;
        if (!isIcmp || checksum(message, packet.source(), packet.destination()) != 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Icmpv6(message[0] & 0xff, message[1] & 0xff, Arrays.copyOfRange(message, HEADER, message.length)));
    }

    /** Whether nobody minds an error about {@code packet} (RFC 4443 §2.4): it is none itself, and came from and went to one host. */
    public static boolean mayBeReported(Ipv6 packet) {
        boolean isError = packet.nextHeader() == Ipv6.ICMP
                && packet.payload().length > 0
                && (packet.payload()[0] & 0xff) < FIRST_INFORMATIONAL;
        boolean isFromOne = !packet.source().isMulticast() && !isUnspecified(packet.source());
        return !isError && isFromOne && !packet.destination().isMulticast();
    }

    /** The report that {@code packet}, which {@link Ipv6#parse} accepts, had no hop left. */
    public static Icmpv6 timeExceeded(byte[] packet) {
        return error(TIME_EXCEEDED, 0, packet);
    }

    /** The report that {@code packet}, which {@link Ipv6#parse} accepts, is larger than the next hop takes, which is {@code mtu}. */
    public static Icmpv6 packetTooBig(byte[] packet, int mtu) {
        return error(PACKET_TOO_BIG, mtu, packet);
    }

    private static Icmpv6 error(int type, int word, byte[] packet) {
        byte[] quoted = Ipv6.quote(packet, QUOTE);
        return new Icmpv6(
                type,
                0,
                ByteBuffer.allocate(4 + quoted.length).putInt(word).put(quoted).array());
    }

    /**
     * The statement of a router that {@code target} is at {@code mac}.
     *
     * @param isSolicited whether it is sent to who asked, and not to all
     */
    public static Icmpv6 advertisement(IpAddress target, MacAddress mac, boolean isSolicited) {
        byte[] body = ByteBuffer.allocate(4 + ADDRESS + 2 + MacAddress.LENGTH)
                .putInt(FROM_ROUTER | OVERRIDE | (isSolicited ? SOLICITED : 0))
                .put(target.octets())
                .putShort((short) TARGET_LINK_LAYER)
                .put(mac.octets())
                .array();
        return new Icmpv6(NEIGHBOUR_ADVERTISEMENT, 0, body);
    }

    /** The question of {@code mac} who is at {@code target}. */
    public static Icmpv6 solicitation(IpAddress target, MacAddress mac) {
        byte[] body = ByteBuffer.allocate(4 + ADDRESS + 2 + MacAddress.LENGTH)
                .putInt(0)
                .put(target.octets())
                .putShort((short) SOURCE_LINK_LAYER)
                .put(mac.octets())
                .array();
        return new Icmpv6(NEIGHBOUR_SOLICITATION, 0, body);
    }

    /** The group in which whoever has {@code address} hears such questions (RFC 4291 §2.7.1). */
    public static IpAddress solicitedNode(IpAddress address) {
        return new IpAddress(IpVersion.V6, SOLICITED_NODE_HIGH, SOLICITED_NODE_LOW | (address.low() & LAST_BITS));
    }

    /** Somebody at an address. */
    public record Neighbour(IpAddress address, MacAddress mac) {}

    /** Who says in a neighbour advertisement where it is. */
    public Optional<Neighbour> advertised() {
        if (type != NEIGHBOUR_ADVERTISEMENT || code != 0) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        for (int option = 4 + ADDRESS; option + 8 <= body.length && body[option + 1] != 0; ) {
            if (in.getShort(option) == TARGET_LINK_LAYER) {
                MacAddress mac = MacAddress.of(Arrays.copyOfRange(body, option + 2, option + 2 + MacAddress.LENGTH));
                return Optional.of(new Neighbour(new IpAddress(IpVersion.V6, in.getLong(4), in.getLong(12)), mac));
            }
            option += 8 * (body[option + 1] & 0xff);
        }
        return Optional.empty();
    }

    /** The address that a neighbour solicitation asks for. */
    public Optional<IpAddress> target() {
        if (type != NEIGHBOUR_SOLICITATION || code != 0 || body.length < 4 + ADDRESS) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        return Optional.of(new IpAddress(IpVersion.V6, in.getLong(4), in.getLong(12)));
    }

    /** The answer to this ping. */
    public Icmpv6 echoReply() {
        return new Icmpv6(ECHO_REPLY, 0, body);
    }

    /** This message in a packet. */
    public Ipv6 in(int hopLimit, IpAddress source, IpAddress destination) {
        byte[] message = ByteBuffer.allocate(HEADER + body.length)
                .put((byte) type)
                .put((byte) code)
                .putShort((short) 0)
                .put(body)
                .array();
        ByteBuffer.wrap(message).putShort(2, (short) checksum(message, source, destination));
        return new Ipv6(hopLimit, Ipv6.ICMP, source, destination, message);
    }

    /** This message in a frame to a group, which does not leave the link. */
    public Ethernet onLink(MacAddress from, IpAddress source, IpAddress group) {
        MacAddress to = new MacAddress(GROUPS | (group.low() & 0xffff_ffffL));
        return new Ethernet(to, from, Ethernet.IPV6, in(ON_LINK, source, group).bytes());
    }

    private static int checksum(byte[] message, IpAddress source, IpAddress destination) {
        byte[] pseudo = ByteBuffer.allocate(2 * ADDRESS + 8)
                .put(source.octets())
                .put(destination.octets())
                .putInt(message.length)
                .putInt(Ipv6.ICMP)
                .array();
        return InternetChecksum.finish(
                InternetChecksum.sum(pseudo, 0, pseudo.length) + InternetChecksum.sum(message, 0, message.length));
    }

    private static boolean isUnspecified(IpAddress address) {
        return address.high() == 0 && address.low() == 0;
    }
}
