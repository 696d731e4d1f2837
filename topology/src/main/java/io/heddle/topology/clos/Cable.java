package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Link;

/**
 * A cable between two switches; undirected, so its ends are kept in order.
 *
 * @param first the lower end
 * @param second the higher end
 */
public record Cable(ConnectPoint first, ConnectPoint second) implements Comparable<Cable> {

    public Cable {
        if (first.compareTo(second) >= 0) {
            throw new IllegalArgumentException("the ends of a cable are kept in order: " + first + ", " + second);
        }
    }

    /** The cable between two ends given in any order. */
    public static Cable between(ConnectPoint one, ConnectPoint other) {
        return one.compareTo(other) < 0 ? new Cable(one, other) : new Cable(other, one);
    }

    /** The cable that {@code link} is one direction of. */
    public static Cable of(Link link) {
        return between(link.from(), link.to());
    }

    /** The direction from the lower to the higher end. */
    public Link forward() {
        return new Link(first, second);
    }

    /** The direction from the higher to the lower end. */
    public Link backward() {
        return new Link(second, first);
    }

    /** The other end, seen from {@code end}, which must be one of the two. */
    public ConnectPoint opposite(ConnectPoint end) {
        if (end.equals(first)) {
            return second;
        }
        if (end.equals(second)) {
            return first;
        }
        throw new IllegalArgumentException(end + " is not an end of " + this);
    }

    @Override
    public int compareTo(Cable other) {
        int byFirst = first.compareTo(other.first);
        return byFirst != 0 ? byFirst : second.compareTo(other.second);
    }

    @Override
    public String toString() {
        return first + " ↔ " + second;
    }
}
