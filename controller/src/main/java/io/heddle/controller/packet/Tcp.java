package io.heddle.controller.packet;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A TCP segment without data (RFC 9293 §3.1). Options are skipped when reading and never written.
 *
 * @param sourcePort 0 to 65535
 * @param destinationPort 0 to 65535
 * @param sequence the sequence number, 32 bits
 * @param acknowledgement the acknowledgement number, 32 bits
 * @param flags the control bits, such as {@link #SYN}
 */
public record Tcp(int sourcePort, int destinationPort, int sequence, int acknowledgement, int flags) {

    /** Begins a connection. */
    public static final int SYN = 0x02;

    /** Ends a connection at once, or refuses it. */
    public static final int RST = 0x04;

    /** The acknowledgement number counts. */
    public static final int ACK = 0x10;

    private static final int HEADER = 20;
    private static final int WINDOW = 0xffff;
    private static final int ALL_FLAGS = 0xff;

    public Tcp {
        if (sourcePort < 0 || sourcePort > 65535 || destinationPort < 0 || destinationPort > 65535) {
            throw new IllegalArgumentException("a TCP port is 0 to 65535, not " + sourcePort + ", " + destinationPort);
        }
    }

    /** Reads the header in the payload of {@code packet} if it is TCP; the checksum is not looked at, as for {@link Udp}. */
    public static Optional<Tcp> parse(Ipv4 packet) {
        byte[] data = packet.payload();
        if (packet.protocol() != Ipv4.TCP || packet.isFragment() || data.length < HEADER) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(data);
        return Optional.of(new Tcp(
                in.getShort(0) & 0xffff, in.getShort(2) & 0xffff, in.getInt(4), in.getInt(8), in.get(13) & ALL_FLAGS));
    }

    /** Whether all of these flags are set. */
    public boolean has(int some) {
        return (flags & some) == some;
    }

    /** This segment in a packet that goes where {@code envelope} goes, whatever that carries. */
    public Ipv4 in(Ipv4 envelope) {
        byte[] data = ByteBuffer.allocate(HEADER)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(sequence)
                .putInt(acknowledgement)
                .put((byte) ((HEADER / 4) << 4))
                .put((byte) flags)
                .putShort((short) WINDOW)
                .putInt(0)
                .array();
        byte[] pseudo = ByteBuffer.allocate(12)
                .putInt(envelope.source().value())
                .putInt(envelope.destination().value())
                .putShort((short) Ipv4.TCP)
                .putShort((short) data.length)
                .array();
        int checksum = InternetChecksum.finish(
                InternetChecksum.sum(pseudo, 0, pseudo.length) + InternetChecksum.sum(data, 0, data.length));
        ByteBuffer.wrap(data).putShort(16, (short) checksum);
        return Ipv4.of(envelope.ttl(), Ipv4.TCP, envelope.source(), envelope.destination(), data);
    }
}
