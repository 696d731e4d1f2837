package io.heddle.topology;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Switches that are not connected and that no cable joins to one that is.
 *
 * <p>A disconnected switch still forwards, so its cables are believed in as long as its neighbours see them. Of an island nobody sees
 * anything: it is gone, or another fabric took its place.
 */
public final class Islands {

    private Islands() {}

    /** The topology without the cables of islands; the same one when nobody is connected, for then nothing speaks against any. */
    public static Topology withoutCables(Topology observed) {
        List<DatapathId> gone = new ArrayList<>();
        Deque<DatapathId> connected = new ArrayDeque<>();
        for (FabricSwitch each : observed.switches().values()) {
            if (each.isConnected()) {
                connected.add(each.dpid());
            } else {
                gone.add(each.dpid());
            }
        }
        if (gone.isEmpty() || connected.isEmpty()) {
            return observed;
        }
        Set<DatapathId> joined = joinedTo(connected, observed);
        List<Link> unseen = new ArrayList<>();
        for (DatapathId dpid : gone) {
            if (!joined.contains(dpid)) {
                unseen.addAll(observed.links().at(dpid).leaving());
            }
        }
        return unseen.isEmpty() ? observed : observed.without(unseen);
    }

    /** The topology without the switches that nothing shows to be there; {@code observed} has no cables of islands. */
    public static Topology withoutAbsent(Topology observed) {
        Topology present = observed;
        for (FabricSwitch each : observed.switches().values()) {
            boolean isAlone = observed.links().at(each.dpid()).leaving().isEmpty()
                    && observed.links().at(each.dpid()).arriving().isEmpty();
            present = isAlone && !each.isConnected() ? present.withoutSwitch(each.dpid()) : present;
        }
        return present;
    }

    private static Set<DatapathId> joinedTo(Deque<DatapathId> ends, Topology observed) {
        Set<DatapathId> joined = new HashSet<>(ends);
        while (!ends.isEmpty()) {
            LinkSet.AtSwitch own = observed.links().at(ends.remove());
            own.leaving().stream()
                    .filter(link ->
                            observed.isLive(link) && joined.add(link.to().dpid()))
                    .forEach(link -> ends.add(link.to().dpid()));
            own.arriving().stream()
                    .filter(link ->
                            observed.isLive(link) && joined.add(link.from().dpid()))
                    .forEach(link -> ends.add(link.from().dpid()));
        }
        return joined;
    }
}
