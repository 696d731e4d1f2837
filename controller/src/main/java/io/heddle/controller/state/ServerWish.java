package io.heddle.controller.state;

import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Optional;

/** What is to be there for tenants on the machine of one Open vSwitch database. */
public sealed interface ServerWish {

    /**
     * An integration bridge with tunnel ports.
     *
     * @param underlay the machine's fabric address, from which its tunnels begin
     * @param openFlowPort the TCP port at which the controller awaits switches
     * @param uplink the MAC address by which the fabric knows the machine, once it does: that of the bridge to the fabric
     */
    record Wanted(Ipv4Address underlay, int openFlowPort, Optional<MacAddress> uplink) implements ServerWish {

        /** The same, for a machine that the fabric does not know yet. */
        public Wanted(Ipv4Address underlay, int openFlowPort) {
            this(underlay, openFlowPort, Optional.empty());
        }
    }

    /** Nothing of ours. */
    record Unwanted() implements ServerWish {}
}
