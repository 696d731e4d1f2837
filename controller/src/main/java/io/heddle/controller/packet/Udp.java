package io.heddle.controller.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A UDP datagram (RFC 768).
 *
 * @param sourcePort 0 to 65535
 * @param destinationPort 0 to 65535
 * @param payload what it carries
 */
@SuppressWarnings("ArrayRecordComponent") // a payload is passed by reference and never compared
public record Udp(int sourcePort, int destinationPort, byte[] payload) {

    private static final int HEADER = 8;

    public Udp {
        if (sourcePort < 0 || sourcePort > 65535 || destinationPort < 0 || destinationPort > 65535) {
            throw new IllegalArgumentException("a UDP port is 0 to 65535, not " + sourcePort + ", " + destinationPort);
        }
    }

    /**
     * Reads the payload of {@code packet} if it is UDP. The checksum is not looked at: a virtual interface that leaves it to hardware
     * hands over what was never filled in.
     */
    public static Optional<Udp> parse(Ipv4 packet) {
        byte[] data = packet.payload();
        if (packet.protocol() != Ipv4.UDP || packet.isFragment() || data.length < HEADER) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(data);
        int length = in.getShort(4) & 0xffff;
        if (length < HEADER || length > data.length) {
            return Optional.empty();
        }
        return Optional.of(
                new Udp(in.getShort(0) & 0xffff, in.getShort(2) & 0xffff, Arrays.copyOfRange(data, HEADER, length)));
    }

    /** The payload of {@code carrier}, whose addresses go into the checksum. */
    public byte[] bytes(Ipv4 carrier) {
        int length = HEADER + payload.length;
        byte[] data = ByteBuffer.allocate(length)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putShort((short) length)
                .putShort((short) 0)
                .put(payload)
                .array();
        int checksum = checksum(data, carrier);
        ByteBuffer.wrap(data).putShort(6, (short) (checksum == 0 ? 0xffff : checksum));
        return data;
    }

    /** This datagram in a packet that goes where {@code envelope} goes, whatever that carries. */
    public Ipv4 in(Ipv4 envelope) {
        return Ipv4.of(envelope.ttl(), Ipv4.UDP, envelope.source(), envelope.destination(), bytes(envelope));
    }

    private static int checksum(byte[] data, Ipv4 carrier) {
        byte[] pseudo = ByteBuffer.allocate(12)
                .putInt(carrier.source().value())
                .putInt(carrier.destination().value())
                .putShort((short) Ipv4.UDP)
                .putShort((short) data.length)
                .array();
        return InternetChecksum.finish(
                InternetChecksum.sum(pseudo, 0, pseudo.length) + InternetChecksum.sum(data, 0, data.length));
    }
}
