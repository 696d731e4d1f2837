package io.heddle.topology.address;

/** The two versions of the Internet Protocol. */
public enum IpVersion {
    /** IPv4 (RFC 791). */
    V4(4, 32),
    /** IPv6 (RFC 8200). */
    V6(6, 128);

    private final int number;
    private final int bits;

    IpVersion(int number, int bits) {
        this.number = number;
        this.bits = bits;
    }

    /** 4 or 6, as in the first four bits of a packet. */
    public int number() {
        return number;
    }

    /** How many bits an address has. */
    public int bits() {
        return bits;
    }
}
