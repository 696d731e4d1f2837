package io.heddle.topology.address;

import java.util.Comparator;

/**
 * An IPv4 prefix in canonical form: no bit is set behind its length.
 *
 * @param address the network address
 * @param length the number of leading bits that count, 0 to 32
 */
public record IpPrefix(Ipv4Address address, int length) implements Comparable<IpPrefix> {

    private static final Comparator<IpPrefix> ORDER =
            Comparator.comparing(IpPrefix::address).thenComparingInt(IpPrefix::length);

    public IpPrefix {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("an IPv4 prefix length is 0 to 32, not " + length);
        }
        if ((address.value() & ~mask(length)) != 0) {
            throw new IllegalArgumentException("prefix " + address + "/" + length + " has bits set behind its length");
        }
    }

    /** The prefix of {@code length} bits that {@code address} lies in. */
    public static IpPrefix containing(Ipv4Address address, int length) {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("an IPv4 prefix length is 0 to 32, not " + length);
        }
        return new IpPrefix(new Ipv4Address(address.value() & mask(length)), length);
    }

    /** Reads {@code 10.0.0.0/8}, or a lone address as a /32. */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Ipv4Address.parse(text).asPrefix();
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,2}")) {
            throw new IllegalArgumentException("not an IPv4 prefix: '" + text + "' (expected such as 10.0.0.0/8)");
        }
        return new IpPrefix(Ipv4Address.parse(text.substring(0, slash)), Integer.parseInt(length));
    }

    /** Whether {@code candidate} lies in this prefix. */
    public boolean contains(Ipv4Address candidate) {
        return (candidate.value() & mask(length)) == address.value();
    }

    /** Whether every address of {@code other} lies in this prefix. */
    public boolean contains(IpPrefix other) {
        return other.length >= length && contains(other.address);
    }

    /** The netmask, such as 255.255.255.0 for a /24. */
    public Ipv4Address netmask() {
        return new Ipv4Address(mask(length));
    }

    @Override
    public int compareTo(IpPrefix other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }
}
