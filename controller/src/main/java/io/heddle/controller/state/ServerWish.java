package io.heddle.controller.state;

import io.heddle.topology.address.Ipv4Address;

/** What is to be there for tenants on the machine of one Open vSwitch database. */
public sealed interface ServerWish {

    /**
     * An integration bridge with tunnel ports.
     *
     * @param underlay the machine's fabric address, from which its tunnels begin
     * @param openFlowPort the TCP port at which the controller awaits switches
     */
    record Wanted(Ipv4Address underlay, int openFlowPort) implements ServerWish {}

    /** Nothing of ours. */
    record Unwanted() implements ServerWish {}
}
