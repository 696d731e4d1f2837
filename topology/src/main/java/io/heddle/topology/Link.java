package io.heddle.topology;

/**
 * One direction of a cable: what leaves {@code from} arrives at {@code to}. A cable is two links.
 *
 * @param from where frames leave
 * @param to where they arrive
 */
public record Link(ConnectPoint from, ConnectPoint to) implements Comparable<Link> {

    public Link {
        if (from.equals(to)) {
            throw new IllegalArgumentException("a link cannot start and end at " + from);
        }
    }

    /** The other direction of the same cable. */
    public Link reversed() {
        return new Link(to, from);
    }

    @Override
    public int compareTo(Link other) {
        int byOrigin = from.compareTo(other.from);
        return byOrigin != 0 ? byOrigin : to.compareTo(other.to);
    }

    @Override
    public String toString() {
        return from + " → " + to;
    }
}
