package io.heddle.controller.state;

import io.heddle.routing.tenant.PortId;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is to be there for tenants on the machine of one Open vSwitch database. */
public sealed interface ServerWish {

    /**
     * An integration bridge with tunnel ports.
     *
     * @param underlay the machine's fabric address, from which its tunnels begin
     * @param openFlow where the controller awaits switches
     * @param uplink the MAC address by which the fabric knows the machine, once it does: that of the bridge to the fabric
     * @param subports the subports of trunks whose parent port is on the machine: each is to have a cable on the bridge
     */
    record Wanted(Ipv4Address underlay, OpenFlowPorts openFlow, Optional<MacAddress> uplink, SortedSet<PortId> subports)
            implements ServerWish {

        public Wanted {
            subports = Collections.unmodifiableSortedSet(new TreeSet<>(subports));
        }

        /** The same, for a machine without trunks. */
        public Wanted(Ipv4Address underlay, OpenFlowPorts openFlow, Optional<MacAddress> uplink) {
            this(underlay, openFlow, uplink, new TreeSet<>());
        }

        /** The same, for a machine that the fabric does not know yet. */
        public Wanted(Ipv4Address underlay, OpenFlowPorts openFlow) {
            this(underlay, openFlow, Optional.empty());
        }
    }

    /** Nothing of ours. */
    record Unwanted() implements ServerWish {}
}
