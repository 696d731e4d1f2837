package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.Segment;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.VlanId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Everything that decides how frames get from and to a server.
 *
 * @param bridge the server's bridge
 * @param underlay its fabric address, or {@link Ipv4Address#UNSPECIFIED}
 * @param tunnels its tunnel ports, by type
 * @param uplinks its ports to physical networks, by name
 * @param addressed all servers that have its fabric address
 */
record Ways(
        DatapathId bridge,
        Ipv4Address underlay,
        SortedMap<NetworkType, PortNumber> tunnels,
        SortedMap<String, PortNumber> uplinks,
        SortedSet<DatapathId> addressed) {

    /** How frames of that segment get there, or why they do not. */
    Carrier carrier(Segment segment) {
        String physical = segment.physicalNetwork();
        if (physical.isEmpty()) {
            return carrier(segment.type());
        }
        PortNumber uplink = uplinks.get(physical);
        if (uplink == null) {
            return new Carrier.None("Server " + bridge + " has no bridge to physical network " + physical
                    + " (external_ids:heddle-bridge-mappings).");
        }
        return new Carrier.Uplink(
                uplink,
                segment.type() == NetworkType.VLAN ? Optional.of(new VlanId((int) segment.id())) : Optional.empty());
    }

    /** Whether tunnels from other servers can end there. */
    boolean isAddressed() {
        return !underlay.equals(Ipv4Address.UNSPECIFIED) && addressed.size() == 1;
    }

    private Carrier carrier(NetworkType type) {
        PortNumber tunnel = tunnels.get(type == NetworkType.ROUTED ? NetworkType.VLAN : type);
        if (tunnel == null) {
            return new Carrier.None(
                    type.isTunnel()
                            ? "Server " + bridge + " has no " + type.apiName() + " tunnel port."
                            : "Server " + bridge + " has no bridge to the fabric that "
                                    + (type == NetworkType.ROUTED ? "routed packets" : "tagged frames")
                                    + " could go by.");
        }
        if (Collections.frequency(tunnels.values(), tunnel) > 1) {
            return new Carrier.None(
                    "Server " + bridge + " has one port, " + tunnel + ", for tunnels of several types.");
        }
        if (underlay.equals(Ipv4Address.UNSPECIFIED)) {
            return new Carrier.None("The fabric address of server " + bridge + " is not known.");
        }
        if (addressed.size() > 1) {
            return new Carrier.None("Servers " + addressed + " have the same fabric address " + underlay + ".");
        }
        return switch (type) {
            case VXLAN, GRE -> new Carrier.Tunnel(tunnel, underlay);
            case ROUTED -> new Carrier.Routed(tunnel, underlay);
            case VLAN, FLAT -> new Carrier.Tagged(tunnel, underlay);
        };
    }
}
