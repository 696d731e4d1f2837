package io.heddle.controller.packet;

import io.heddle.topology.address.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An untagged Ethernet II frame without its check sequence (IEEE 802.3 §3.1). A tagged frame reads as one of type 0x8100.
 *
 * @param destination to whom
 * @param source from whom
 * @param type the EtherType, 0x0600 to 0xffff
 * @param payload what it carries, padding included
 */
@SuppressWarnings("ArrayRecordComponent") // a payload is passed by reference and never compared
public record Ethernet(MacAddress destination, MacAddress source, int type, byte[] payload) {

    /** EtherType of IPv4. */
    public static final int IPV4 = 0x0800;

    /** EtherType of ARP. */
    public static final int ARP = 0x0806;

    /** EtherType of IPv6. */
    public static final int IPV6 = 0x86dd;

    /** EtherType of LLDP. */
    public static final int LLDP = 0x88cc;

    private static final int HEADER = 14;
    private static final int LEAST_TYPE = 0x0600;

    public Ethernet {
        if (type < LEAST_TYPE || type > 0xffff) {
            throw new IllegalArgumentException("an EtherType is 0x0600 to 0xffff, not 0x" + Integer.toHexString(type));
        }
    }

    /** The EtherType of {@code frame}, or 0 when it is too short to have one. */
    public static int typeOf(byte[] frame) {
        return frame.length < HEADER ? 0 : ((frame[12] & 0xff) << 8) | (frame[13] & 0xff);
    }

    /** Reads a frame; one whose type field is a length (IEEE 802.3 with LLC) is not understood. */
    public static Optional<Ethernet> parse(byte[] frame) {
        int type = typeOf(frame);
        if (type < LEAST_TYPE) {
            return Optional.empty();
        }
        return Optional.of(new Ethernet(
                MacAddress.of(Arrays.copyOfRange(frame, 0, 6)),
                MacAddress.of(Arrays.copyOfRange(frame, 6, 12)),
                type,
                Arrays.copyOfRange(frame, HEADER, frame.length)));
    }

    /** The frame on the wire; not padded to the least length, which the port does. */
    public byte[] bytes() {
        return ByteBuffer.allocate(HEADER + payload.length)
                .put(destination.octets())
                .put(source.octets())
                .putShort((short) type)
                .put(payload)
                .array();
    }
}
