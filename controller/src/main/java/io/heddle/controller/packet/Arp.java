package io.heddle.controller.packet;

import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826).
 *
 * @param operation request or reply
 * @param senderMac {@code ar$sha}
 * @param senderIp {@code ar$spa}; 0.0.0.0 in a probe (RFC 5227 §1.1)
 * @param targetMac {@code ar$tha}; zero in a request
 * @param targetIp {@code ar$tpa}
 */
public record Arp(
        Operation operation, MacAddress senderMac, Ipv4Address senderIp, MacAddress targetMac, Ipv4Address targetIp) {

    /** Who has, or is at. */
    public enum Operation {
        REQUEST,
        REPLY
    }

    private static final int LENGTH = 28;
    private static final int ETHERNET_IPV4 = 0x0001_0800;
    private static final short LENGTHS = 0x0604;
    private static final MacAddress NOBODY = new MacAddress(0);

    /** The question who has {@code target}. */
    public static Arp request(MacAddress senderMac, Ipv4Address senderIp, Ipv4Address target) {
        return new Arp(Operation.REQUEST, senderMac, senderIp, NOBODY, target);
    }

    /** The answer that {@code mac} has the address that this request asks for. */
    public Arp answeredBy(MacAddress mac) {
        return new Arp(
                Operation.REPLY,
                /* senderMac= */ mac,
                /* senderIp= */ targetIp,
                /* targetMac= */ senderMac,
                /* targetIp= */ senderIp);
    }

    /** Whether the sender asks for, or announces, its own address (RFC 5227 §3). */
    public boolean isGratuitous() {
        return senderIp.equals(targetIp);
    }

    /** Whether the sender has no address yet and asks whether somebody else has this one (RFC 5227 §2.1.1). */
    public boolean isProbe() {
        return operation == Operation.REQUEST && senderIp.equals(Ipv4Address.UNSPECIFIED);
    }

    /** Reads an Ethernet payload. */
    public static Optional<Arp> parse(byte[] payload) {
        if (payload.length < LENGTH) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        boolean isEthernetIpv4 = in.getInt() == ETHERNET_IPV4 && in.getShort() == LENGTHS;
        int operation = in.getShort();
        if (!isEthernetIpv4 || (operation != 1 && operation != 2)) {
            return Optional.empty();
        }
        return Optional.of(
                new Arp(operation == 1 ? Operation.REQUEST : Operation.REPLY, mac(in), ip(in), mac(in), ip(in)));
    }

    /** The Ethernet payload. */
    public byte[] bytes() {
        return ByteBuffer.allocate(LENGTH)
                .putInt(ETHERNET_IPV4)
                .putShort(LENGTHS)
                .putShort((short) (operation == Operation.REQUEST ? 1 : 2))
                .put(senderMac.octets())
                .putInt(senderIp.value())
                .put(targetMac.octets())
                .putInt(targetIp.value())
                .array();
    }

    /** The frame that carries this packet to {@code destination} from its sender. */
    public byte[] frameTo(MacAddress destination) {
        return new Ethernet(destination, senderMac, Ethernet.ARP, bytes()).bytes();
    }

    private static MacAddress mac(ByteBuffer in) {
        byte[] octets = new byte[MacAddress.LENGTH];
        in.get(octets);
        return MacAddress.of(octets);
    }

    private static Ipv4Address ip(ByteBuffer in) {
        return new Ipv4Address(in.getInt());
    }
}
