package io.heddle.controller.packet;

import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A DHCP message of an Ethernet client (RFC 2131 §2).
 *
 * @param isReply whether a server sent it
 * @param xid the client's number for the exchange
 * @param secs how long the client has been at it, in seconds
 * @param wantsBroadcast whether the client cannot take a unicast answer yet (the B flag)
 * @param clientIp {@code ciaddr}, the address that the client has and can be reached at
 * @param yourIp {@code yiaddr}, the address that it gets
 * @param relayIp {@code giaddr}, zero without a relay
 * @param clientMac {@code chaddr}
 * @param options the options, wherever in the message they stood
 */
public record Dhcp(
        boolean isReply,
        int xid,
        int secs,
        boolean wantsBroadcast,
        Ipv4Address clientIp,
        Ipv4Address yourIp,
        Ipv4Address relayIp,
        MacAddress clientMac,
        DhcpOptions options) {

    /** The UDP port of servers. */
    public static final int SERVER_PORT = 67;

    /** The UDP port of clients. */
    public static final int CLIENT_PORT = 68;

    private static final int COOKIE = 0x63825363;
    private static final int CHADDR = 28;
    private static final int SNAME = 44;
    private static final int FILE = 108;
    private static final int COOKIE_AT = 236;
    private static final int OPTIONS = 240;

    /** Some clients drop what is shorter than BOOTP's fixed format (RFC 951 §3, RFC 1542 §2.1). */
    private static final int LEAST = 300;

    /** An answer to {@code request} that gives it {@code yourIp}. */
    public static Dhcp answer(Dhcp request, Ipv4Address yourIp, DhcpOptions options) {
        return new Dhcp(
                true,
                request.xid,
                0,
                request.wantsBroadcast,
                request.clientIp,
                yourIp,
                request.relayIp,
                request.clientMac,
                options);
    }

    /** Reads a UDP payload; hardware other than Ethernet is not understood. */
    public static Optional<Dhcp> parse(byte[] payload) {
        if (payload.length < OPTIONS) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        int op = in.get(0);
        boolean isEthernet = in.get(1) == 1 && in.get(2) == MacAddress.LENGTH;
        if ((op != 1 && op != 2) || !isEthernet || in.getInt(COOKIE_AT) != COOKIE) {
            return Optional.empty();
        }
        return options(payload)
                .map(options -> new Dhcp(
                        op == 2,
                        in.getInt(4),
                        in.getShort(8) & 0xffff,
                        in.getShort(10) < 0,
                        new Ipv4Address(in.getInt(12)),
                        new Ipv4Address(in.getInt(16)),
                        new Ipv4Address(in.getInt(24)),
                        MacAddress.of(Arrays.copyOfRange(payload, CHADDR, CHADDR + MacAddress.LENGTH)),
                        options));
    }

    private static Optional<DhcpOptions> options(byte[] payload) {
        Optional<DhcpOptions> options = DhcpOptions.parse(Arrays.copyOfRange(payload, OPTIONS, payload.length));
        int overload = options.flatMap(each -> each.value(DhcpOptions.OVERLOAD))
                .filter(value -> value.length == 1)
                .map(value -> (int) value[0])
                .orElse(0);
        if ((overload & 1) != 0) {
            options = options.flatMap(each -> each.continuedIn(Arrays.copyOfRange(payload, FILE, COOKIE_AT)));
        }
        if ((overload & 2) != 0) {
            options = options.flatMap(each -> each.continuedIn(Arrays.copyOfRange(payload, SNAME, FILE)));
        }
        return options;
    }

    /** The UDP payload. */
    public byte[] bytes() {
        byte[] field = options.bytes();
        ByteBuffer out = ByteBuffer.allocate(Math.max(LEAST, OPTIONS + field.length));
        out.put((byte) (isReply ? 2 : 1)).put((byte) 1).put((byte) MacAddress.LENGTH);
        out.putInt(4, xid).putShort(8, (short) secs).putShort(10, (short) (wantsBroadcast ? 0x8000 : 0));
        out.putInt(12, clientIp.value()).putInt(16, yourIp.value()).putInt(24, relayIp.value());
        out.put(CHADDR, clientMac.octets());
        out.putInt(COOKIE_AT, COOKIE).put(OPTIONS, field);
        return out.array();
    }
}
