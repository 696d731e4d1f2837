package io.heddle.topology.address;

/**
 * An IPv4 address.
 *
 * @param value the address as an unsigned 32-bit number, first octet highest
 */
public record Ipv4Address(int value) implements Comparable<Ipv4Address> {

    /** {@code 0.0.0.0}, the sender that has no address yet (RFC 5227 §1.1, RFC 2131). */
    public static final Ipv4Address UNSPECIFIED = new Ipv4Address(0);

    /** {@code 255.255.255.255}. */
    public static final Ipv4Address BROADCAST = new Ipv4Address(-1);

    /** Reads a dotted quad; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static Ipv4Address parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw refusal(text);
        }
        int value = 0;
        for (String part : parts) {
            value = (value << 8) | octet(part, text);
        }
        return new Ipv4Address(value);
    }

    /** The address with the four given octets, each 0 to 255. */
    public static Ipv4Address of(int first, int second, int third, int fourth) {
        return new Ipv4Address(
                (checked(first) << 24) | (checked(second) << 16) | (checked(third) << 8) | checked(fourth));
    }

    /** The octet at {@code index}, 0 (first on the wire) to 3, as 0 to 255. */
    public int octet(int index) {
        if (index < 0 || index > 3) {
            throw new IllegalArgumentException("an IPv4 address has octets 0 to 3, not " + index);
        }
        return (value >>> (8 * (3 - index))) & 0xff;
    }

    /** The value as an unsigned number, 0 to 2³²−1. */
    public long unsigned() {
        return Integer.toUnsignedLong(value);
    }

    /** Whether this is a class D address, 224.0.0.0/4. */
    public boolean isMulticast() {
        return value >>> 28 == 0xe;
    }

    /** The prefix that holds just this address. */
    public IpPrefix asPrefix() {
        return new IpPrefix(this, 32);
    }

    @Override
    public int compareTo(Ipv4Address other) {
        return Integer.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return octet(0) + "." + octet(1) + "." + octet(2) + "." + octet(3);
    }

    private static int octet(String part, String text) {
        if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw refusal(text);
        }
        int value = Integer.parseInt(part);
        if (value > 255) {
            throw refusal(text);
        }
        return value;
    }

    private static int checked(int octet) {
        if (octet < 0 || octet > 255) {
            throw new IllegalArgumentException("an IPv4 octet is 0 to 255, not " + octet);
        }
        return octet;
    }

    private static IllegalArgumentException refusal(String text) {
        return new IllegalArgumentException(
                "not an IPv4 address: '" + text + "' (expected four decimal octets such as 10.0.0.2)");
    }
}
