package io.heddle.rest.view;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;

/** Names for connect points. */
record Ends(Topology topology) {

    EndRepresentation of(ConnectPoint point) {
        return new EndRepresentation(
                point.dpid().toString(),
                point.port().value(),
                name(point.dpid()),
                topology.port(point).map(Port::name).orElse(""));
    }

    String name(DatapathId dpid) {
        return topology.fabricSwitch(dpid).map(FabricSwitch::name).orElseGet(dpid::toString);
    }

    /** As it stands in a sentence, such as {@code port 3 of e00}. */
    String phrase(ConnectPoint point) {
        return "port " + point.port() + " of " + of(point).name();
    }
}
