package io.heddle.controller.packet;

import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An IPv6 packet (RFC 8200). Traffic class and flow label are not kept; extension headers are part of the payload.
 *
 * @param hopLimit how many hops it may go, 0 to 255
 * @param nextHeader what the payload is, such as {@link #ICMP}
 * @param source from whom
 * @param destination to whom
 * @param payload what it carries, link padding removed
 */
@SuppressWarnings("ArrayRecordComponent") // a payload is passed by reference and never compared
public record Ipv6(int hopLimit, int nextHeader, IpAddress source, IpAddress destination, byte[] payload) {

    /** Next header number of ICMPv6. */
    public static final int ICMP = 58;

    private static final int HEADER = 40;
    private static final int MAX_LENGTH = 65535;

    public Ipv6 {
        if (hopLimit < 0 || hopLimit > 255 || nextHeader < 0 || nextHeader > 255) {
            throw new IllegalArgumentException(
                    "hop limit and next header are 0 to 255, not " + hopLimit + ", " + nextHeader);
        }
        if (source.version() != IpVersion.V6 || destination.version() != IpVersion.V6) {
            throw new IllegalArgumentException("no IPv6 packet goes from " + source + " to " + destination);
        }
        if (payload.length > MAX_LENGTH) {
            throw new IllegalArgumentException("an IPv6 packet cannot carry " + payload.length + " bytes");
        }
    }

    /** Reads an Ethernet payload; the length must be right. */
    public static Optional<Ipv6> parse(byte[] packet) {
        if (packet.length < HEADER || (packet[0] & 0xf0) != 0x60) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(packet);
        int length = in.getShort(4) & 0xffff;
        if (HEADER + length > packet.length) {
            return Optional.empty();
        }
        return Optional.of(new Ipv6(
                in.get(7) & 0xff,
                in.get(6) & 0xff,
                new IpAddress(IpVersion.V6, in.getLong(8), in.getLong(16)),
                new IpAddress(IpVersion.V6, in.getLong(24), in.getLong(32)),
                Arrays.copyOfRange(packet, HEADER, HEADER + length)));
    }

    /** The start of a packet that {@link #parse} accepts, as an ICMPv6 error quotes it: up to {@code most} bytes. */
    static byte[] quote(byte[] packet, int most) {
        int length = HEADER + (ByteBuffer.wrap(packet).getShort(4) & 0xffff);
        return Arrays.copyOf(packet, Math.min(length, most));
    }

    /** The Ethernet payload. */
    public byte[] bytes() {
        return ByteBuffer.allocate(HEADER + payload.length)
                .putInt(6 << 28)
                .putShort((short) payload.length)
                .put((byte) nextHeader)
                .put((byte) hopLimit)
                .put(source.octets())
                .put(destination.octets())
                .put(payload)
                .array();
    }
}
