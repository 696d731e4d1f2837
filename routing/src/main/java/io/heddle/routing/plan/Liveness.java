package io.heddle.routing.plan;

import io.heddle.routing.plan.Wiring.Adjacency;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Cable;
import java.util.BitSet;
import java.util.Iterator;

/** Which cables of a blueprint carry packets now, and which of their ports a switch itself would take for alive. */
final class Liveness {

    private final boolean[] alive;
    private final boolean[] endUp;

    private Liveness(int cables) {
        alive = new boolean[cables];
        endUp = new boolean[2 * cables];
    }

    static Liveness of(Wiring wiring, Topology topology) {
        Liveness liveness = new Liveness(wiring.cables().size());
        Iterator<Link> links = topology.links().iterator();
        Link seen = links.hasNext() ? links.next() : null;
        int number = 0;
        for (Cable cable : wiring.cables()) {
            // Cables and links are both in the order of their first ends, so one pass over both finds the forward
            // directions.
            Link forward = cable.forward();
            while (seen != null && seen.compareTo(forward) < 0) {
                seen = links.hasNext() ? links.next() : null;
            }
            boolean isConfirmed = forward.equals(seen) || topology.links().contains(cable.backward());
            liveness.note(number, cable, isConfirmed, topology);
            number++;
        }
        return liveness;
    }

    private void note(int number, Cable cable, boolean isConfirmed, Topology topology) {
        boolean isHalfUnknown = !topology.switches().containsKey(cable.first().dpid())
                || !topology.switches().containsKey(cable.second().dpid());
        endUp[2 * number] = isUpOrUnknown(cable.first(), topology);
        endUp[2 * number + 1] = isUpOrUnknown(cable.second(), topology);
        alive[number] = endUp[2 * number] && endUp[2 * number + 1] && (isConfirmed || isHalfUnknown);
    }

    /** The same of one cable, without looking at any other. */
    static boolean isAlive(Cable cable, Topology topology) {
        Liveness alone = new Liveness(1);
        boolean isConfirmed =
                topology.links().contains(cable.forward()) || topology.links().contains(cable.backward());
        alone.note(0, cable, isConfirmed, topology);
        return alone.isAlive(0);
    }

    private static boolean isUpOrUnknown(ConnectPoint point, Topology topology) {
        FabricSwitch known = topology.switches().get(point.dpid());
        if (known == null) {
            return true;
        }
        Port port = known.ports().get(point.port());
        return port != null && port.isUp();
    }

    /** The numbers of the cables that carry packets. */
    BitSet bits() {
        BitSet bits = new BitSet(alive.length);
        for (int cable = 0; cable < alive.length; cable++) {
            bits.set(cable, alive[cable]);
        }
        return bits;
    }

    /** Whether packets sent out here arrive. */
    boolean isAlive(Adjacency adjacency) {
        return isAlive(adjacency.cable());
    }

    /** Whether the cable of that number carries packets. */
    boolean isAlive(int cable) {
        return alive[cable];
    }

    /**
     * Whether the switch would use this port although packets sent out here do not arrive: both ports of the cable are up, and yet
     * discovery no longer passes. Where just one of them is down, the other end is about to notice, too.
     */
    boolean isSilentlyDead(Adjacency adjacency) {
        return !alive[adjacency.cable()] && endUp[2 * adjacency.cable()] && endUp[2 * adjacency.cable() + 1];
    }

    /** Whether the switch itself would use this port: it lives, or died silently. */
    boolean isUsable(Adjacency adjacency) {
        return isAlive(adjacency) || isSilentlyDead(adjacency);
    }
}
