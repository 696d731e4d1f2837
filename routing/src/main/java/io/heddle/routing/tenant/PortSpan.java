package io.heddle.routing.tenant;

/**
 * Ports of a transport protocol that follow each other.
 *
 * @param first the lowest, 1 to 65535
 * @param last the highest, not below the first
 */
public record PortSpan(int first, int last) {

    private static final int HIGHEST = 65535;

    public PortSpan {
        if (first < 1 || last > HIGHEST || first > last) {
            throw new IllegalArgumentException("ports are 1 to 65535 in order, not " + first + " to " + last);
        }
    }

    /** That port alone. */
    public static PortSpan of(int port) {
        return new PortSpan(port, port);
    }

    /** How many they are. */
    public int size() {
        return last - first + 1;
    }

    /** Whether they are one only. */
    public boolean isSingle() {
        return first == last;
    }

    /** Whether the port is one of them. */
    public boolean contains(int port) {
        return first <= port && port <= last;
    }

    /** Whether some port is one of both. */
    public boolean overlaps(PortSpan other) {
        return first <= other.last && other.first <= last;
    }

    /** As the Networking API writes them, such as {@code 80:89}. */
    @Override
    public String toString() {
        return first + ":" + last;
    }
}
