package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;

/**
 * One step of a repair: take the plug out of one port and put it into another.
 *
 * @param from where the plug is now
 * @param to where it belongs
 */
public record Replug(ConnectPoint from, ConnectPoint to) {

    public Replug {
        if (from.equals(to)) {
            throw new IllegalArgumentException("a re-plug from " + from + " to itself changes nothing");
        }
    }
}
