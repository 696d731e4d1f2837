package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import java.util.Optional;

/**
 * One step of a repair, and the unit in which repairs and miswirings are counted: one plug, one end of one cable, moved once.
 *
 * <p>Two swapped cables are two re-plugs (their plugs at one end are exchanged), a cable with one end in a wrong switch is one,
 * and one that has to come out altogether is one.
 *
 * @param from where the plug is now
 * @param to where it belongs; a port that the switch does not show is its next free one (virtual switches make ports as needed);
 *     empty when the cable has no place in the design and just comes out
 */
public record Replug(ConnectPoint from, Optional<ConnectPoint> to) {

    public Replug {
        if (to.isPresent() && from.equals(to.get())) {
            throw new IllegalArgumentException("a re-plug from " + from + " to itself changes nothing");
        }
    }
}
