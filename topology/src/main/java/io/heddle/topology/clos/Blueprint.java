package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.sorted.SortedArrayMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is remembered of a fabric: the place of every switch, the cables that fit the design, and the number of every host port.
 *
 * <p>It outlives failures and the process (the controller keeps it in its store): a cable that is dead at the moment, or a switch
 * that has vanished, stays here until something else is cabled in its place. The planner builds groups over {@link #cables()},
 * dead ones included, so that a failure changes nothing on the switches that heal it by themselves.
 *
 * @param positions the place of every switch that has one; no two share a place
 * @param cables the cables between placed switches that fit the design
 * @param hostNumbers the host number h (0-based, left to right) of every host port of an edge switch that was ever given one; unique
 *     per switch
 */
public record Blueprint(
        SortedMap<DatapathId, Position> positions,
        SortedSet<Cable> cables,
        SortedMap<ConnectPoint, Integer> hostNumbers) {

    private static final PortNumber LOWEST_PORT = new PortNumber(1);
    private static final PortNumber HIGHEST_PORT = new PortNumber(Integer.MAX_VALUE);
    private static final Blueprint EMPTY = new Blueprint(new TreeMap<>(), new TreeSet<>(), new TreeMap<>());

    public Blueprint {
        positions = SortedArrayMap.copyOf(positions);
        cables = CableSet.copyOf(cables);
        hostNumbers = SortedArrayMap.copyOf(hostNumbers);
    }

    /** The numbered host ports of one switch, in port order, unmodifiable. */
    public SortedMap<ConnectPoint, Integer> hostPortsOf(DatapathId dpid) {
        return hostNumbers.subMap(new ConnectPoint(dpid, LOWEST_PORT), new ConnectPoint(dpid, HIGHEST_PORT));
    }

    /** Whether both say the same; reads them side by side, unlike {@code equals}, which looks every key up. */
    boolean isSame(Blueprint other) {
        return cables.equals(other.cables)
                && isSame(positions, other.positions)
                && isSame(hostNumbers, other.hostNumbers);
    }

    private static <K, V> boolean isSame(SortedMap<K, V> one, SortedMap<K, V> other) {
        Iterator<Map.Entry<K, V>> entries = other.entrySet().iterator();
        if (one.size() != other.size()) {
            return false;
        }
        for (Map.Entry<K, V> entry : one.entrySet()) {
            if (!entry.equals(entries.next())) {
                return false;
            }
        }
        return true;
    }

    /** Nothing known from before. */
    public static Blueprint empty() {
        return EMPTY;
    }
}
