package io.heddle.controller.packet;

import io.heddle.topology.address.Ipv4Address;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The options of a DHCP message (RFC 2132), each at most once; parts of a long option are joined (RFC 3396). Immutable. */
public final class DhcpOptions {

    public static final int SUBNET_MASK = 1;
    public static final int ROUTER = 3;
    public static final int NAME_SERVER = 6;
    public static final int HOST_NAME = 12;
    public static final int DOMAIN_NAME = 15;
    public static final int MTU = 26;
    public static final int BROADCAST_ADDRESS = 28;
    public static final int REQUESTED_ADDRESS = 50;
    public static final int LEASE_SECONDS = 51;
    public static final int OVERLOAD = 52;
    public static final int MESSAGE_TYPE = 53;
    public static final int SERVER_ID = 54;
    public static final int PARAMETER_LIST = 55;
    public static final int MESSAGE = 56;
    public static final int RENEWAL_SECONDS = 58;
    public static final int REBINDING_SECONDS = 59;
    public static final int CLIENT_ID = 61;
    public static final int CLASSLESS_ROUTES = 121;

    private static final int PAD = 0;
    private static final int END = 255;
    private static final int MOST = 255;
    private static final DhcpOptions EMPTY = new DhcpOptions(new TreeMap<>());

    private final SortedMap<Integer, byte[]> values;

    private DhcpOptions(SortedMap<Integer, byte[]> values) {
        this.values = values;
    }

    /** No option at all. */
    public static DhcpOptions empty() {
        return EMPTY;
    }

    /** Reads one options field; an option that is longer than the field makes all of it malformed. */
    static Optional<DhcpOptions> parse(byte[] field) {
        SortedMap<Integer, byte[]> values = new TreeMap<>();
        return parseInto(values, field) ? Optional.of(new DhcpOptions(values)) : Optional.empty();
    }

    /** These options and those of another field of the same message. */
    Optional<DhcpOptions> continuedIn(byte[] field) {
        SortedMap<Integer, byte[]> more = new TreeMap<>(values);
        return parseInto(more, field) ? Optional.of(new DhcpOptions(more)) : Optional.empty();
    }

    private static boolean parseInto(SortedMap<Integer, byte[]> values, byte[] field) {
        int at = 0;
        while (at < field.length && (field[at] & 0xff) != END) {
            int code = field[at++] & 0xff;
            if (code == PAD) {
                continue;
            }
            if (at >= field.length || at + 1 + (field[at] & 0xff) > field.length) {
                return false;
            }
            int length = field[at++] & 0xff;
            values.merge(code, Arrays.copyOfRange(field, at, at + length), DhcpOptions::joined);
            at += length;
        }
        return true;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** These options with one in place of whatever had its code. */
    public DhcpOptions with(int code, byte[] value) {
        if (code <= PAD || code >= END) {
            throw new IllegalArgumentException("a DHCP option's code is 1 to 254, not " + code);
        }
        SortedMap<Integer, byte[]> changed = new TreeMap<>(values);
        changed.put(code, value.clone());
        return new DhcpOptions(changed);
    }

    /** These options with an address. */
    public DhcpOptions with(int code, Ipv4Address value) {
        return withInt(code, value.value());
    }

    /** These options with a list of addresses. */
    public DhcpOptions with(int code, List<Ipv4Address> value) {
        ByteBuffer out = ByteBuffer.allocate(4 * value.size());
        value.forEach(each -> out.putInt(each.value()));
        return with(code, out.array());
    }

    /** These options with a text. */
    public DhcpOptions with(int code, String value) {
        return with(code, value.getBytes(StandardCharsets.US_ASCII));
    }

    /** These options with a 32-bit number. */
    public DhcpOptions withInt(int code, int value) {
        return with(code, ByteBuffer.allocate(4).putInt(value).array());
    }

    /** These options with a 16-bit number. */
    public DhcpOptions withShort(int code, int value) {
        return with(code, ByteBuffer.allocate(2).putShort((short) value).array());
    }

    /** These options with a message type. */
    public DhcpOptions with(DhcpType type) {
        return with(MESSAGE_TYPE, new byte[] {(byte) type.code()});
    }

    /** A copy of the value of an option. */
    public Optional<byte[]> value(int code) {
        return Optional.ofNullable(values.get(code)).map(byte[]::clone);
    }

    /** The value of an option that holds one address. */
    public Optional<Ipv4Address> address(int code) {
        return integer(code).map(Ipv4Address::new);
    }

    /** The value of an option that holds a 32-bit number. */
    public Optional<Integer> integer(int code) {
        return Optional.ofNullable(values.get(code))
                .filter(value -> value.length == 4)
                .map(value -> ByteBuffer.wrap(value).getInt());
    }

    /** What the message is for, if it says so. */
    public Optional<DhcpType> type() {
        return Optional.ofNullable(values.get(MESSAGE_TYPE))
                .filter(value -> value.length == 1)
                .flatMap(value -> DhcpType.of(value[0] & 0xff));
    }

    /** The field on the wire, its end marked; an option of more than 255 bytes is split. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        values.forEach((code, value) -> {
            int at = 0;
            do {
                int length = Math.min(MOST, value.length - at);
                out.write(code);
                out.write(length);
                out.write(value, at, length);
                at += length;
            } while (at < value.length);
        });
        out.write(END);
        return out.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DhcpOptions options && Arrays.equals(bytes(), options.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        return "DhcpOptions" + values.keySet();
    }
}
