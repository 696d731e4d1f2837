package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.sorted.SortedArraySet;
import java.util.List;
import java.util.SortedSet;

/**
 * The cables of a blueprint, and their numbers once more in one piece: recognition compares 55,296 of them with what is there in a few
 * milliseconds only if it need not look each of their seven objects up.
 */
final class CableSet extends SortedArraySet<Cable> {

    private static final int WIDTH = 3;

    private final List<Cable> cables;
    private final long[] ends;

    private CableSet(List<Cable> cables) {
        super(cables);
        this.cables = cables;
        ends = new long[WIDTH * cables.size()];
        int next = 0;
        for (Cable cable : cables) {
            ends[next] = cable.first().dpid().value();
            ends[next + 1] = cable.second().dpid().value();
            ends[next + 2] = (long) cable.first().port().value() << 32
                    | cable.second().port().value();
            next += WIDTH;
        }
    }

    /** The given cables; the same set when it is one of this kind. */
    static CableSet copyOf(SortedSet<Cable> cables) {
        return cables instanceof CableSet same ? same : new CableSet(List.copyOf(cables));
    }

    /** The cable of that number, in order. */
    Cable cable(int number) {
        return cables.get(number);
    }

    /** The lower end of the cable of that number. */
    ConnectPoint first(int number) {
        return ConnectPoint.of(ends[WIDTH * number], (int) (ends[WIDTH * number + 2] >>> 32));
    }

    /** The higher end of the cable of that number. */
    ConnectPoint second(int number) {
        return ConnectPoint.of(ends[WIDTH * number + 1], (int) ends[WIDTH * number + 2]);
    }
}
