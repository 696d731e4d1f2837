package io.heddle.topology.address;

import java.math.BigInteger;
import java.util.Comparator;

/**
 * A prefix of either version of the Internet Protocol, in canonical form: no bit is set behind its length.
 *
 * @param address the network address
 * @param length the number of leading bits that count
 */
public record Cidr(IpAddress address, int length) implements Comparable<Cidr> {

    private static final Comparator<Cidr> ORDER =
            Comparator.comparing(Cidr::address).thenComparingInt(Cidr::length);

    public Cidr {
        if (length < 0 || length > address.version().bits()) {
            throw new IllegalArgumentException("an IPv" + address.version().number() + " prefix length is 0 to "
                    + address.version().bits() + ", not " + length);
        }
        if (!address.equals(masked(address, length))) {
            throw new IllegalArgumentException("prefix " + address + "/" + length + " has bits set behind its length");
        }
    }

    /** The prefix of {@code length} bits that {@code address} lies in. */
    public static Cidr containing(IpAddress address, int length) {
        return new Cidr(masked(address, length), length);
    }

    /** The prefix that holds just {@code address}. */
    public static Cidr of(IpAddress address) {
        return new Cidr(address, address.version().bits());
    }

    /** Reads {@code 10.0.0.0/8} or {@code 2001:db8::/32}, or a lone address as a prefix of all its bits. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return of(IpAddress.parse(text));
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException(
                    "not an IP prefix: '" + text + "' (expected such as 10.0.0.0/8 or 2001:db8::/32)");
        }
        return new Cidr(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(length));
    }

    /** The version of its addresses. */
    public IpVersion version() {
        return address.version();
    }

    /** The address of it with the highest number; for IPv4 the broadcast address. */
    public IpAddress last() {
        BigInteger hosts = BigInteger.ONE.shiftLeft(version().bits() - length).subtract(BigInteger.ONE);
        return IpAddress.of(version(), address.value().or(hosts));
    }

    /** Whether {@code candidate} lies in this prefix. */
    public boolean contains(IpAddress candidate) {
        return candidate.version() == version() && masked(candidate, length).equals(address);
    }

    /** Whether some address lies in both. */
    public boolean overlaps(Cidr other) {
        return length <= other.length ? contains(other.address) : other.contains(address);
    }

    @Override
    public int compareTo(Cidr other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }

    private static IpAddress masked(IpAddress address, int length) {
        int lowest = address.version().bits() - length;
        if (lowest < 0 || length < 0) {
            throw new IllegalArgumentException("an IPv" + address.version().number() + " prefix length is 0 to "
                    + address.version().bits() + ", not " + length);
        }
        long low = lowest >= 64 ? 0 : address.low() & (-1L << lowest);
        long high = lowest <= 64 ? address.high() : lowest == 128 ? 0 : address.high() & (-1L << (lowest - 64));
        return new IpAddress(address.version(), high, low);
    }
}
