package io.heddle.topology;

import java.util.Comparator;

/**
 * One direction of a cable: what leaves {@code from} arrives at {@code to}. A cable is two links.
 *
 * @param from where frames leave
 * @param to where they arrive
 */
public record Link(ConnectPoint from, ConnectPoint to) implements Comparable<Link> {

    private static final Comparator<Link> ORDER =
            Comparator.comparing(Link::from).thenComparing(Link::to);

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
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return from + " → " + to;
    }
}
