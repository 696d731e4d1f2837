package io.heddle.controller.state;

import io.heddle.routing.tenant.PortId;
import io.heddle.topology.PortNumber;
import java.util.Optional;

/**
 * An interface of an integration bridge that says which tenant's port it is ({@code external_ids:iface-id}).
 *
 * @param name the name of its device
 * @param iface the port it says it is
 * @param number its OpenFlow port; none while it has none
 * @param isUp whether its link is up
 * @param error why Open vSwitch cannot use it; empty if it can
 */
public record PluggedInterface(String name, PortId iface, Optional<PortNumber> number, boolean isUp, String error) {

    /** Which counts, of this and another that says it is the same port: one that has a number, and then the first by name. */
    public PluggedInterface preferred(PluggedInterface other) {
        return number.isPresent() == other.number.isPresent()
                ? name.compareTo(other.name) <= 0 ? this : other
                : number.isPresent() ? this : other;
    }
}
