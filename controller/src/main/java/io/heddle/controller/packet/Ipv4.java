package io.heddle.controller.packet;

import io.heddle.topology.address.Ipv4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An IPv4 packet (RFC 791). Options are skipped when reading and never written; identification and fragmentation are not kept.
 *
 * @param ttl time to live, 0 to 255
 * @param protocol what the payload is, such as {@link #ICMP}
 * @param source from whom
 * @param destination to whom
 * @param isFragment whether it is a part of a packet that is not the first, so that its payload has no header
 * @param payload what it carries, link padding removed
 */
@SuppressWarnings("ArrayRecordComponent") // a payload is passed by reference and never compared
public record Ipv4(
        int ttl, int protocol, Ipv4Address source, Ipv4Address destination, boolean isFragment, byte[] payload) {

    /** Protocol number of ICMP. */
    public static final int ICMP = 1;

    /** Protocol number of TCP. */
    public static final int TCP = 6;

    /** Protocol number of UDP. */
    public static final int UDP = 17;

    private static final int HEADER = 20;
    private static final int MAX_LENGTH = 65535;
    private static final int OFFSET_BITS = 0x1fff;

    public Ipv4 {
        if (ttl < 0 || ttl > 255 || protocol < 0 || protocol > 255) {
            throw new IllegalArgumentException("TTL and protocol are 0 to 255, not " + ttl + ", " + protocol);
        }
        if (payload.length > MAX_LENGTH - HEADER) {
            throw new IllegalArgumentException("an IPv4 packet cannot carry " + payload.length + " bytes");
        }
    }

    /** A whole packet. */
    public static Ipv4 of(int ttl, int protocol, Ipv4Address source, Ipv4Address destination, byte[] payload) {
        return new Ipv4(ttl, protocol, source, destination, false, payload);
    }

    /** Reads an Ethernet payload; lengths and the header's checksum must be right. */
    public static Optional<Ipv4> parse(byte[] packet) {
        if (packet.length < HEADER || (packet[0] & 0xf0) != 0x40) {
            return Optional.empty();
        }
        int header = headerLength(packet);
        int total = totalLength(packet);
        if (header < HEADER || total < header || total > packet.length || InternetChecksum.of(packet, 0, header) != 0) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(packet);
        return Optional.of(new Ipv4(
                in.get(8) & 0xff,
                in.get(9) & 0xff,
                new Ipv4Address(in.getInt(12)),
                new Ipv4Address(in.getInt(16)),
                (in.getShort(6) & OFFSET_BITS) != 0,
                Arrays.copyOfRange(packet, header, total)));
    }

    /** The Ethernet payload; the packet says that it must not be fragmented. */
    public byte[] bytes() {
        byte[] packet = ByteBuffer.allocate(HEADER + payload.length)
                .putShort((short) 0x4500)
                .putShort((short) (HEADER + payload.length))
                .putShort((short) 0)
                .putShort((short) 0x4000)
                .put((byte) ttl)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(source.value())
                .putInt(destination.value())
                .put(payload)
                .array();
        ByteBuffer.wrap(packet).putShort(10, (short) InternetChecksum.of(packet, 0, HEADER));
        return packet;
    }

    /** The start of a packet that {@link #parse} accepts, as an ICMP error quotes it: header, options, and up to {@code most} bytes. */
    static byte[] quote(byte[] packet, int most) {
        return Arrays.copyOf(packet, Math.min(totalLength(packet), most));
    }

    private static int headerLength(byte[] packet) {
        int length = (packet[0] & 0x0f) * 4;
        return length > packet.length ? 0 : length;
    }

    private static int totalLength(byte[] packet) {
        return ((packet[2] & 0xff) << 8) | (packet[3] & 0xff);
    }
}
