package io.heddle.controller.packet;

import io.heddle.topology.address.Ipv4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An ICMP message (RFC 792).
 *
 * @param type such as {@link #ECHO_REQUEST}
 * @param code what kind of it
 * @param rest the second word: identifier and sequence number of an echo, unused in most errors
 * @param payload what follows the second word
 */
@SuppressWarnings("ArrayRecordComponent") // a payload is passed by reference and never compared
public record Icmp(int type, int code, int rest, byte[] payload) {

    /** Type: the answer to a ping. */
    public static final int ECHO_REPLY = 0;

    /** Type: the packet could not be delivered. */
    public static final int UNREACHABLE = 3;

    /** Type: a ping. */
    public static final int ECHO_REQUEST = 8;

    /** Type: the TTL ran out on the way. */
    public static final int TIME_EXCEEDED = 11;

    private static final int HEADER = 8;
    private static final int HOST_UNREACHABLE = 1;
    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int PARAMETER_PROBLEM = 12;
    private static final int SOURCE_QUENCH = 4;
    private static final int REDIRECT = 5;

    /** The most of a packet that an error quotes, so that the error fits into 576 bytes (RFC 1812 §4.3.2.3). */
    private static final int QUOTE = 548;

    /** Reads the payload of {@code packet} if it is ICMP with a right checksum. */
    public static Optional<Icmp> parse(Ipv4 packet) {
        byte[] data = packet.payload();
        if (packet.protocol() != Ipv4.ICMP || packet.isFragment() || data.length < HEADER) {
            return Optional.empty();
        }
        if (InternetChecksum.of(data, 0, data.length) != 0) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(data);
        return Optional.of(
                new Icmp(data[0] & 0xff, data[1] & 0xff, in.getInt(4), Arrays.copyOfRange(data, HEADER, data.length)));
    }

    /** The report that the TTL of {@code packet}, an IPv4 packet on the wire, ran out. */
    public static Icmp timeExceeded(byte[] packet) {
        return new Icmp(TIME_EXCEEDED, 0, 0, Ipv4.quote(packet, QUOTE));
    }

    /** The report that the host which {@code packet}, an IPv4 packet on the wire, is meant for cannot be reached. */
    public static Icmp hostUnreachable(byte[] packet) {
        return new Icmp(UNREACHABLE, HOST_UNREACHABLE, 0, Ipv4.quote(packet, QUOTE));
    }

    /** The report that {@code packet}, an IPv4 packet on the wire, is larger than the next hop takes, which is {@code mtu} (RFC 1191 §4). */
    public static Icmp fragmentationNeeded(byte[] packet, int mtu) {
        return new Icmp(UNREACHABLE, FRAGMENTATION_NEEDED, mtu, Ipv4.quote(packet, QUOTE));
    }

    /** RFC 1122 §3.2.2: no error about an error, a later fragment, or what was not meant for one or did not come from one. */
    public static boolean mayBeReported(Ipv4 packet) {
        boolean isError = parse(packet).filter(Icmp::isError).isPresent();
        return !isError && !packet.isFragment() && isUnicast(packet.source()) && isUnicast(packet.destination());
    }

    private static boolean isUnicast(Ipv4Address ip) {
        return ip.octet(0) != 0 && ip.octet(0) != 127 && ip.octet(0) < 224;
    }

    /** The answer to this ping. */
    public Icmp echoReply() {
        return new Icmp(ECHO_REPLY, 0, rest, payload);
    }

    /** Whether this reports an error; an error is never sent about an error (RFC 1122 §3.2.2). */
    public boolean isError() {
        return type == UNREACHABLE
                || type == SOURCE_QUENCH
                || type == REDIRECT
                || type == TIME_EXCEEDED
                || type == PARAMETER_PROBLEM;
    }

    /** The payload of an IPv4 packet. */
    public byte[] bytes() {
        byte[] data = ByteBuffer.allocate(HEADER + payload.length)
                .put((byte) type)
                .put((byte) code)
                .putShort((short) 0)
                .putInt(rest)
                .put(payload)
                .array();
        ByteBuffer.wrap(data).putShort(2, (short) InternetChecksum.of(data, 0, data.length));
        return data;
    }
}
