package io.heddle.controller.state;

import io.heddle.topology.PortNumber;
import io.heddle.topology.address.MacAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an Open vSwitch database says of one interface of a bridge; untrusted, and any of it may be missing.
 *
 * @param name the name of its device
 * @param port its OpenFlow port; none for the bridge's own and for one that could not be opened
 * @param ifIndex the number of its network device where Open vSwitch runs, by which sFlow names it
 * @param mac its hardware address in use
 * @param isUp whether its link is up
 * @param mtu its MTU in bytes
 * @param bitsPerSecond what it says its link carries; not to be believed for a virtual device
 * @param shapedTo what its port's QoS lets through at most, in bits per second
 * @param externalIds what others noted on it, such as {@code iface-id}
 */
public record InterfaceFacts(
        String name,
        Optional<PortNumber> port,
        OptionalInt ifIndex,
        Optional<MacAddress> mac,
        boolean isUp,
        OptionalInt mtu,
        OptionalLong bitsPerSecond,
        OptionalLong shapedTo,
        SortedMap<String, String> externalIds) {

    public InterfaceFacts {
        externalIds = Collections.unmodifiableSortedMap(new TreeMap<>(externalIds));
    }

    /** The same interface, at a port that lets that much through. */
    public InterfaceFacts shapedTo(OptionalLong rate) {
        return rate.equals(shapedTo)
                ? this
                : new InterfaceFacts(name, port, ifIndex, mac, isUp, mtu, bitsPerSecond, rate, externalIds);
    }
}
