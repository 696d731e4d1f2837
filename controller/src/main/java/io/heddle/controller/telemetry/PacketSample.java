package io.heddle.controller.telemetry;

import io.heddle.controller.state.TunnelKey;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import java.util.Optional;

/**
 * One packet chosen by chance where its flow enters the fabric.
 *
 * @param flow its outer flow
 * @param ingress the host port by which it came
 * @param capacity what that port's link carries, as configured, in bits per second
 * @param bytes its length on the wire, 1 at least
 * @param weight for how many packets it stands, 1 at least
 * @param tunnel its VNI if it is VXLAN
 */
public record PacketSample(
        FlowKey flow, ConnectPoint ingress, long capacity, int bytes, double weight, Optional<TunnelKey> tunnel) {

    public PacketSample {
        if (capacity < 1 || bytes < 1 || !(weight >= 1)) {
            throw new IllegalArgumentException("a sample of " + flow + " cannot have " + bytes + " bytes and weight "
                    + weight + " on a link of " + capacity + " bit/s");
        }
    }
}
