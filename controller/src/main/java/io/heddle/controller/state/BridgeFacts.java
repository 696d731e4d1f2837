package io.heddle.controller.state;

import io.heddle.topology.DatapathId;
import java.util.List;

/**
 * What an Open vSwitch database says of one of its bridges.
 *
 * @param dpid the switch that the bridge is in OpenFlow
 * @param name the bridge's name
 * @param interfaces its interfaces by name
 */
public record BridgeFacts(DatapathId dpid, String name, List<InterfaceFacts> interfaces) {

    public BridgeFacts {
        interfaces = List.copyOf(interfaces);
    }
}
