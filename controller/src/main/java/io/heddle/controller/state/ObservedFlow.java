package io.heddle.controller.state;

import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A flow that is large now, as measured where it enters the fabric.
 *
 * @param flow the flow; what a tunnel carries is known by the tunnel's outer flow
 * @param ingress the host port where it enters
 * @param bitsPerSecond what it carries, Ethernet headers included
 * @param relativeError half the width of the 95 % confidence interval as a share of the rate; 0 when every packet was counted
 * @param firstSeen when the first packet of it was reported
 * @param lastSeen when the last packet of it was reported
 * @param tunnel what the last packet said of the network inside, if it was VXLAN
 */
public record ObservedFlow(
        FlowKey flow,
        ConnectPoint ingress,
        long bitsPerSecond,
        double relativeError,
        Instant firstSeen,
        Instant lastSeen,
        Optional<TunnelKey> tunnel)
        implements Comparable<ObservedFlow> {

    private static final Comparator<ObservedFlow> ORDER = Comparator.comparing(ObservedFlow::flow);

    public ObservedFlow {
        if (bitsPerSecond < 0 || !(relativeError >= 0)) {
            throw new IllegalArgumentException(
                    flow + " cannot carry " + bitsPerSecond + " bit/s with an error of " + relativeError);
        }
    }

    /** By flow; a flow is observed once. */
    @Override
    public int compareTo(ObservedFlow other) {
        return ORDER.compare(this, other);
    }

    /** As in {@code tcp 10.0.0.2:40000 > 10.1.0.2:5001 at 0000000000000001/3: 2100 kbit/s ± 14 %}. */
    @Override
    public String toString() {
        return flow + " at " + ingress + ": " + bitsPerSecond / 1000 + " kbit/s ± " + Math.round(relativeError * 100)
                + " %" + tunnel.map(key -> ", tunnel key " + key).orElse("");
    }
}
