package io.heddle.routing.verify;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.util.Optional;

/**
 * One switch on the way of a packet.
 *
 * @param ingress where the packet came in; its port is the controller's reserved one for a packet sent by the controller
 * @param packet as it came in
 * @param passage what the switch did
 */
public record Hop(Ingress ingress, Packet packet, Passage passage) {

    /** The port it left by; empty where the switch sent nothing, or to the controller. Where it was copied, that of the first copy. */
    public Optional<ConnectPoint> egress() {
        return passage.emissions().stream().findFirst().flatMap(emission -> switch (emission) {
            case Emission.ThroughPort through -> Optional.of(new ConnectPoint(ingress.dpid(), through.port()));
            case Emission.ToController ignored -> Optional.empty();
        });
    }

    /** Where a packet enters a switch. */
    public sealed interface Ingress {

        /** The switch. */
        DatapathId dpid();

        /** By a port. */
        record AtPort(ConnectPoint point) implements Ingress {
            @Override
            public DatapathId dpid() {
                return point.dpid();
            }
        }

        /** From the controller, through the pipeline ({@code OFPP_TABLE} with in_port {@code OFPP_CONTROLLER}). */
        record FromController(DatapathId dpid) implements Ingress {}
    }
}
