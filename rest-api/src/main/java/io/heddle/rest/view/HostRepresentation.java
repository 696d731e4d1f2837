package io.heddle.rest.view;

import java.util.Optional;

/**
 * A host that has been seen.
 *
 * @param ip its address
 * @param mac its hardware address
 * @param dpid the switch it is attached to
 * @param port the port of that switch
 * @param name what to call that switch
 * @param plannedIp the address that the plan has for that port; empty when it has none
 * @param onPlan whether its address is the planned one
 * @param up whether its port is up
 * @param capacityBitsPerSecond what its port can do; empty when unknown
 * @param toHost what leaves the fabric for the port (all hosts behind it together)
 * @param fromHost what enters the fabric by the port
 */
public record HostRepresentation(
        String ip,
        String mac,
        String dpid,
        int port,
        String name,
        Optional<String> plannedIp,
        boolean onPlan,
        boolean up,
        Optional<Long> capacityBitsPerSecond,
        FlowRepresentation toHost,
        FlowRepresentation fromHost) {

    /** The host without what its port carries, which changes all the time. */
    public HostRepresentation withoutLoad() {
        FlowRepresentation unknown = FlowRepresentation.unknown();
        return new HostRepresentation(
                ip, mac, dpid, port, name, plannedIp, onPlan, up, capacityBitsPerSecond, unknown, unknown);
    }
}
