package io.heddle.topology;

import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;

/**
 * A server, VM or anything else that speaks IPv4 behind an edge port. Several hosts may share a port.
 *
 * @param ip its address; unique in the fabric, so hosts are keyed by it
 * @param mac its hardware address, never a group address
 * @param location where it is attached
 */
public record Host(Ipv4Address ip, MacAddress mac, ConnectPoint location) {

    public Host {
        if (mac.isGroup()) {
            throw new IllegalArgumentException("host " + ip + " cannot have the group address " + mac);
        }
    }
}
