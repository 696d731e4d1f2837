package io.heddle.routing.tenant;

import io.heddle.topology.address.IpAddress;

/**
 * Addresses from one to another, both included.
 *
 * @param start the lowest
 * @param end the highest
 */
public record AddressRange(IpAddress start, IpAddress end) implements Comparable<AddressRange> {

    public AddressRange {
        if (start.version() != end.version() || start.compareTo(end) > 0) {
            throw new IllegalArgumentException("no range of addresses goes from " + start + " to " + end);
        }
    }

    /** Whether {@code address} is one of them. */
    public boolean contains(IpAddress address) {
        return start.compareTo(address) <= 0 && address.compareTo(end) <= 0;
    }

    /** Whether some address is in both. */
    public boolean overlaps(AddressRange other) {
        return start.compareTo(other.end) <= 0 && other.start.compareTo(end) <= 0;
    }

    @Override
    public int compareTo(AddressRange other) {
        int byStart = start.compareTo(other.start);
        return byStart != 0 ? byStart : end.compareTo(other.end);
    }

    @Override
    public String toString() {
        return start + "-" + end;
    }
}
