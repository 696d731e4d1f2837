package io.heddle.topology.address;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Optional;

/**
 * An address of either version of the Internet Protocol.
 *
 * <p>IPv4 addresses come before IPv6 addresses in the order, each in numeric order; the text form of IPv6 is that of RFC 5952.
 *
 * @param version which version
 * @param high the upper 64 bits of an IPv6 address; 0 for IPv4
 * @param low the lower 64 bits, unsigned; for IPv4 at most 2³²−1
 */
public record IpAddress(IpVersion version, long high, long low) implements Comparable<IpAddress> {

    private static final long LINK_LOCAL = 0xfe80L << 48;
    private static final long UNIVERSAL_BIT = 1L << 57;
    private static final Comparator<IpAddress> ORDER = Comparator.comparing(IpAddress::version)
            .thenComparing(IpAddress::high, Long::compareUnsigned)
            .thenComparing(IpAddress::low, Long::compareUnsigned);

    public IpAddress {
        if (version == IpVersion.V4 && (high != 0 || low >>> 32 != 0)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits, not " + high + ":" + low);
        }
    }

    /** The same address as {@code address}. */
    public static IpAddress of(Ipv4Address address) {
        return new IpAddress(IpVersion.V4, 0, address.unsigned());
    }

    /** The address with that numeric value; throws {@link IllegalArgumentException} when it has too many bits. */
    public static IpAddress of(IpVersion version, BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > version.bits()) {
            throw new IllegalArgumentException(
                    "an IPv" + version.number() + " address has " + version.bits() + " bits, not the value " + value);
        }
        return new IpAddress(version, value.shiftRight(64).longValue(), value.longValue());
    }

    /** Reads either version's text form; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static IpAddress parse(String text) {
        return text.indexOf(':') < 0 ? of(Ipv4Address.parse(text)) : Ipv6Text.parse(text);
    }

    /** The link-local IPv6 address that is made of a MAC address (RFC 4291, appendix A). */
    public static IpAddress linkLocal(MacAddress mac) {
        long half = mac.value() >>> 24 << 40 | 0xff_fe00_0000L | (mac.value() & 0xff_ffffL);
        return new IpAddress(IpVersion.V6, LINK_LOCAL, half ^ UNIVERSAL_BIT);
    }

    /** The numeric value, unsigned. */
    public BigInteger value() {
        return unsigned(high).shiftLeft(64).or(unsigned(low));
    }

    /** The address {@code distance} behind this one; throws {@link IllegalArgumentException} when there is none. */
    public IpAddress plus(long distance) {
        return of(version, value().add(BigInteger.valueOf(distance)));
    }

    /** The address as an IPv4 address, if it is one. */
    public Optional<Ipv4Address> asIpv4() {
        return version == IpVersion.V4 ? Optional.of(new Ipv4Address((int) low)) : Optional.empty();
    }

    /** The sixteen or four octets, in wire order. */
    public byte[] octets() {
        byte[] octets = new byte[version.bits() / 8];
        for (int i = 0; i < octets.length; i++) {
            int fromEnd = octets.length - 1 - i;
            octets[i] = (byte) ((fromEnd < 8 ? low : high) >>> (8 * (fromEnd % 8)));
        }
        return octets;
    }

    /** Whether it is in 224.0.0.0/4 or ff00::/8. */
    public boolean isMulticast() {
        return version == IpVersion.V4 ? low >>> 28 == 0xe : high >>> 56 == 0xff;
    }

    /** Whether it is in fe80::/10, or in 169.254.0.0/16. */
    public boolean isLinkLocal() {
        return version == IpVersion.V4 ? low >>> 16 == 0xa9fe : high >>> 54 == 0x3fa;
    }

    @Override
    public int compareTo(IpAddress other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return version == IpVersion.V4 ? new Ipv4Address((int) low).toString() : Ipv6Text.write(high, low);
    }

    private static BigInteger unsigned(long bits) {
        BigInteger signed = BigInteger.valueOf(bits);
        return bits < 0 ? signed.add(BigInteger.ONE.shiftLeft(64)) : signed;
    }
}
