package io.heddle.topology;

import io.heddle.topology.address.MacAddress;

/**
 * A port as its switch describes it.
 *
 * @param number its number on the switch
 * @param name the switch's own name for it, such as {@code e00-eth1}; may be empty
 * @param mac its hardware address
 * @param isUp administratively enabled and with carrier
 * @param bitsPerSecond the capacity: configured where it is known, otherwise what the switch reports; 0 when unknown
 */
public record Port(PortNumber number, String name, MacAddress mac, boolean isUp, long bitsPerSecond) {

    public Port {
        if (bitsPerSecond < 0) {
            throw new IllegalArgumentException("port " + number + " has a negative capacity: " + bitsPerSecond);
        }
    }

    /** This port with another state. */
    public Port withUp(boolean up) {
        return up == isUp ? this : new Port(number, name, mac, up, bitsPerSecond);
    }

    /** This port with another capacity in bits per second. */
    public Port withCapacity(long capacity) {
        return capacity == bitsPerSecond ? this : new Port(number, name, mac, isUp, capacity);
    }
}
