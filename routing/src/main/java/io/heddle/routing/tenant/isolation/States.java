package io.heddle.routing.tenant.isolation;

import io.heddle.routing.rule.CtState;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.routing.verify.space.PacketSpace;
import io.heddle.routing.verify.space.SymbolicPacket;
import io.heddle.routing.verify.space.Tracking;
import io.heddle.topology.DatapathId;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** What connection tracking knows before a connection, and while there is one. */
final class States {

    private States() {}

    /** Nothing yet: whatever can begin a connection is new, and all else belongs to none. */
    static Function<DatapathId, Tracking> before(Headers headers) {
        return bridge -> (space, zone, packet) -> fresh(headers, packet);
    }

    /** The connection that is kept in {@code zones}; packets in the other zones are as before it. */
    static Function<DatapathId, Tracking> during(
            Headers headers, SortedMap<DatapathId, SortedSet<Integer>> zones, boolean isReply) {
        long state = CtState.ESTABLISHED | (isReply ? CtState.REPLY : 0);
        return bridge -> {
            SortedSet<Integer> here = zones.getOrDefault(bridge, new TreeSet<>());
            return (space, zone, packet) -> here.contains(zone) ? all(space, state) : fresh(headers, packet);
        };
    }

    private static List<Tracking.Found> all(PacketSpace space, long state) {
        return List.of(new Tracking.Found(space.everything(), state));
    }

    private static List<Tracking.Found> fresh(Headers headers, SymbolicPacket packet) {
        PacketSet beginnings = headers.beginnings();
        return List.of(
                new Tracking.Found(beginnings, CtState.NEW),
                new Tracking.Found(packet.sent().minus(beginnings), CtState.INVALID));
    }
}
