package io.heddle.routing.verify;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Link;
import java.util.List;

/**
 * The way of a flow where nothing but the hash decides between equal paths.
 *
 * @param links the cables between switches, in the direction and order it uses them
 * @param ways the ports by which it leaves switches on its way up, as {@link io.heddle.routing.plan.Steering#ways} names them; empty
 *     on a single switch, and in a graph that is no Clos
 * @param outcome how it ends
 */
public record EcmpPath(List<Link> links, List<ConnectPoint> ways, Walk.Outcome outcome) {

    public EcmpPath {
        links = List.copyOf(links);
        ways = List.copyOf(ways);
    }

    /** Whether it leaves the fabric by a port. */
    public boolean isDelivered() {
        return outcome instanceof Walk.Delivered;
    }
}
