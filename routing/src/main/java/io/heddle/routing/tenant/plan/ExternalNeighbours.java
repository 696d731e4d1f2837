package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;

/**
 * Who was found on external networks, where there are others than ports of tenants.
 *
 * @param macs the MAC address that each address was found at, by network
 */
public record ExternalNeighbours(PersistentMap<NetworkId, PersistentMap<IpAddress, MacAddress>> macs) {

    /** Nobody was found yet. */
    public static final ExternalNeighbours NONE = new ExternalNeighbours(PersistentMap.empty());

    /** Those of one network. */
    public PersistentMap<IpAddress, MacAddress> on(NetworkId network) {
        return macs.getOrDefault(network, PersistentMap.empty());
    }

    /** With somebody who was found, perhaps elsewhere than before. */
    public ExternalNeighbours with(NetworkId network, IpAddress address, MacAddress mac) {
        return new ExternalNeighbours(macs.with(network, on(network).with(address, mac)));
    }

    /** Without somebody who does not answer any more. */
    public ExternalNeighbours without(NetworkId network, IpAddress address) {
        PersistentMap<IpAddress, MacAddress> left = on(network).without(address);
        return new ExternalNeighbours(left.isEmpty() ? macs.without(network) : macs.with(network, left));
    }
}
