package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.sorted.PersistentMap;
import java.util.SortedMap;

/**
 * A server as far as tenants' networks are concerned, as it says of itself.
 *
 * @param bridge its integration bridge
 * @param underlay its address on the fabric; {@link Ipv4Address#UNSPECIFIED} while it is not known
 * @param tunnels its flow-based tunnel ports, by what they encapsulate in; under VLAN, the port to the fabric for tagged frames and routed packets
 * @param uplinks its ports to physical networks, by the name of the network
 * @param isAlive whether it is reached over the fabric and does what it is told, so that it can be a gateway
 * @param plugged the ports whose interfaces are on it, with their numbers on the bridge
 * @param trunkEnds of subports whose interface is the end of a cable, the numbers of its other ends
 */
public record TenantServer(
        DatapathId bridge,
        Ipv4Address underlay,
        SortedMap<NetworkType, PortNumber> tunnels,
        SortedMap<String, PortNumber> uplinks,
        boolean isAlive,
        SortedMap<PortId, PortNumber> plugged,
        SortedMap<PortId, PortNumber> trunkEnds) {

    /** A server without subports. */
    public TenantServer(
            DatapathId bridge,
            Ipv4Address underlay,
            SortedMap<NetworkType, PortNumber> tunnels,
            SortedMap<String, PortNumber> uplinks,
            boolean isAlive,
            SortedMap<PortId, PortNumber> plugged) {
        this(bridge, underlay, tunnels, uplinks, isAlive, plugged, PersistentMap.empty());
    }

    public TenantServer {
        tunnels = PersistentMap.copyOf(tunnels);
        uplinks = PersistentMap.copyOf(uplinks);
        plugged = PersistentMap.copyOf(plugged);
        trunkEnds = PersistentMap.copyOf(trunkEnds);
        tunnels.keySet().forEach(type -> {
            if (type == NetworkType.FLAT || type == NetworkType.ROUTED) {
                throw new IllegalArgumentException(type.apiName() + " networks have no port of their own");
            }
        });
    }
}
