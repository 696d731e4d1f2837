package io.heddle.topology;

import java.util.Comparator;

/**
 * One port of one switch: an end of a link, or the place where a host is attached.
 *
 * @param dpid the switch
 * @param port the port of that switch
 */
public record ConnectPoint(DatapathId dpid, PortNumber port) implements Comparable<ConnectPoint> {

    private static final Comparator<ConnectPoint> ORDER =
            Comparator.comparing(ConnectPoint::dpid).thenComparing(ConnectPoint::port);

    /** Shorthand for tests and readers of text. */
    public static ConnectPoint of(long dpid, int port) {
        return new ConnectPoint(new DatapathId(dpid), new PortNumber(port));
    }

    @Override
    public int compareTo(ConnectPoint other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return dpid + "/" + port;
    }
}
