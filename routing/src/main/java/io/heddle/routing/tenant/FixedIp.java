package io.heddle.routing.tenant;

import io.heddle.topology.address.IpAddress;

/**
 * An address of a port.
 *
 * @param subnet the subnet it lies in
 * @param address the address
 */
public record FixedIp(SubnetId subnet, IpAddress address) implements Comparable<FixedIp> {

    @Override
    public int compareTo(FixedIp other) {
        int bySubnet = subnet.compareTo(other.subnet);
        return bySubnet != 0 ? bySubnet : address.compareTo(other.address);
    }
}
