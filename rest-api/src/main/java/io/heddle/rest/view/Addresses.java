package io.heddle.rest.view;

import io.heddle.rest.FabricSnapshot;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.clos.AddressPlan;
import java.util.Optional;

/** What the address plan says, as text; nothing while there is none. */
record Addresses(Optional<AddressPlan> plan) {

    static Addresses of(FabricSnapshot snapshot) {
        return new Addresses(snapshot.addresses());
    }

    Optional<String> ofSwitch(DatapathId dpid) {
        return plan.flatMap(addresses -> addresses.switchAddress(dpid)).map(Object::toString);
    }

    Optional<String> prefix(DatapathId dpid) {
        return plan.flatMap(addresses -> addresses.edgePrefix(dpid)).map(Object::toString);
    }

    Optional<String> ofHostAt(ConnectPoint port) {
        return plan.flatMap(addresses -> addresses.hostAddress(port)).map(Object::toString);
    }
}
