package io.heddle.routing.path;

import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.util.List;

/**
 * One way of a packet from the port of its sender to the port of its receiver.
 *
 * @param hops the switches, in order, at least one
 */
public record Path(List<Hop> hops) {

    /**
     * One switch.
     *
     * @param dpid the switch
     * @param ingress the port by which the packet comes in
     * @param egress the port by which it leaves
     */
    public record Hop(DatapathId dpid, PortNumber ingress, PortNumber egress) {}

    public Path {
        if (hops.isEmpty()) {
            throw new IllegalArgumentException("a path has at least one switch");
        }
        hops = List.copyOf(hops);
    }
}
