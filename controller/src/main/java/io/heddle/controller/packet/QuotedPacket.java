package io.heddle.controller.packet;

import io.heddle.topology.address.Ipv4Address;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The start of an IPv4 packet that an ICMP error quotes (RFC 792): its header, and some of what follows. */
public final class QuotedPacket {

    private static final int HEADER = 20;
    private static final int PROTOCOL = 9;
    private static final int CHECKSUM = 10;
    private static final int SOURCE = 12;
    private static final int TCP = 6;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;

    private QuotedPacket() {}

    /**
     * The quoted packet with another source, and with checksums that fit, as far as they are quoted; empty when it is no IPv4 packet from
     * {@code before}.
     */
    public static Optional<byte[]> withSource(byte[] quoted, Ipv4Address before, Ipv4Address after) {
        int header = quoted.length < HEADER ? 0 : (quoted[0] & 0x0f) * 4;
        boolean isWhole = header >= HEADER && header <= quoted.length && (quoted[0] & 0xf0) == 0x40;
        if (!isWhole || ByteBuffer.wrap(quoted).getInt(SOURCE) != before.value()) {
            return Optional.empty();
        }
        byte[] changed = quoted.clone();
        ByteBuffer packet = ByteBuffer.wrap(changed);
        packet.putInt(SOURCE, after.value());
        adjust(packet, CHECKSUM, before, after);
        switch (quoted[PROTOCOL]) {
            case TCP -> adjust(packet, header + TCP_CHECKSUM, before, after);
            case Ipv4.UDP -> {
                if (header + UDP_CHECKSUM + 2 <= quoted.length && packet.getShort(header + UDP_CHECKSUM) != 0) {
                    adjust(packet, header + UDP_CHECKSUM, before, after);
                }
            }
            default -> {}
        }
        return Optional.of(changed);
    }

    /** Keeps a checksum right while an address that it covers changes (RFC 1624). */
    private static void adjust(ByteBuffer packet, int at, Ipv4Address before, Ipv4Address after) {
        if (at + 2 > packet.capacity()) {
            return;
        }
        long sum = ~packet.getShort(at) & 0xffff;
        sum += (~before.value() >>> 16) + (~before.value() & 0xffff);
        sum += (after.value() >>> 16) + (after.value() & 0xffff);
        packet.putShort(at, (short) InternetChecksum.finish(sum));
    }
}
