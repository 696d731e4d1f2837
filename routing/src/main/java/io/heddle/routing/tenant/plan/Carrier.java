package io.heddle.routing.tenant.plan;

import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.VlanId;
import java.util.Optional;

/** How the frames of a network get from and to a server. */
sealed interface Carrier {

    /** By a tunnel port, to a fabric address. */
    record Tunnel(PortNumber port, Ipv4Address underlay) implements Carrier {}

    /** Tagged, by the port to the fabric, to a server that the fabric finds by the receiver's MAC address. */
    record Tagged(PortNumber port, Ipv4Address underlay) implements Carrier {}

    /** By the port to a physical network, on which there are others than servers; tagged if the network is a VLAN there. */
    record Uplink(PortNumber port, Optional<VlanId> vlan) implements Carrier {}

    /** As packets that the fabric itself routes, by the port to it, from the server of that fabric address. */
    record Routed(PortNumber port, Ipv4Address underlay) implements Carrier {}

    /** Not at all, for that reason. */
    record None(String reason) implements Carrier {}
}
