package io.heddle.routing.verify;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Link;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of one packet through a fabric, and how it ended.
 *
 * @param hops the switches, in order
 * @param outcome how it ended
 */
public record Walk(List<Hop> hops, Outcome outcome) {

    public Walk {
        hops = List.copyOf(hops);
    }

    /** The cables between switches that it used, in order. */
    public List<Link> links() {
        List<Link> links = new ArrayList<>();
        for (int i = 1; i < hops.size(); i++) {
            if (hops.get(i).ingress() instanceof Hop.Ingress.AtPort at) {
                hops.get(i - 1).egress().ifPresent(from -> links.add(new Link(from, at.point())));
            }
        }
        return links;
    }

    /** How the way of a packet ends. */
    public sealed interface Outcome {}

    /** It left the fabric by a port that leads to no other switch. */
    public record Delivered(ConnectPoint point, Packet packet) implements Outcome {}

    /** A switch sent nothing: no rule, no live bucket, a dead port, or a rule that drops. */
    public record Dropped(DatapathId dpid) implements Outcome {}

    /** A switch sent it to the controller. */
    public record ToController(DatapathId dpid, Emission.Reason reason, Packet packet) implements Outcome {}

    /** It came to a switch, by the same port and unchanged but for its TTL, for a second time. */
    public record Loop(DatapathId dpid) implements Outcome {}
}
