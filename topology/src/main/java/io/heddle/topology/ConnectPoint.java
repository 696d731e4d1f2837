package io.heddle.topology;

/**
 * One port of one switch: an end of a link, or the place where a host is attached.
 *
 * @param dpid the switch
 * @param port the port of that switch
 */
public record ConnectPoint(DatapathId dpid, PortNumber port) implements Comparable<ConnectPoint> {

    /** Shorthand for tests and readers of text. */
    public static ConnectPoint of(long dpid, int port) {
        return new ConnectPoint(new DatapathId(dpid), new PortNumber(port));
    }

    @Override
    public int compareTo(ConnectPoint other) {
        // By hand: fabrics are kept in trees of these, and a composed comparator is several times slower.
        int bySwitch = dpid.compareTo(other.dpid);
        return bySwitch != 0 ? bySwitch : port.compareTo(other.port);
    }

    @Override
    public String toString() {
        return dpid + "/" + port;
    }
}
