package io.heddle.routing.tenant.isolation;

import io.heddle.routing.rule.CtState;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.routing.verify.space.SymbolicPacket;
import io.heddle.routing.verify.space.Tracking;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.Optional;
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
        return during(headers, zones, CtState.ESTABLISHED | (isReply ? CtState.REPLY : 0), Optional.empty());
    }

    /** The same, and packets are answers to a connection that {@code sender} began, whose address may have been translated. */
    static Function<DatapathId, Tracking> answering(
            Headers headers, SortedMap<DatapathId, SortedSet<Integer>> zones, Optional<Ipv4Address> sender) {
        return during(headers, zones, CtState.ESTABLISHED | CtState.REPLY, sender);
    }

    private static Function<DatapathId, Tracking> during(
            Headers headers,
            SortedMap<DatapathId, SortedSet<Integer>> zones,
            long state,
            Optional<Ipv4Address> receiver) {
        return bridge -> {
            SortedSet<Integer> here = zones.getOrDefault(bridge, new TreeSet<>());
            return (space, zone, packet) -> here.contains(zone)
                    ? List.of(new Tracking.Found(space.everything(), state, receiver))
                    : fresh(headers, packet);
        };
    }

    private static List<Tracking.Found> fresh(Headers headers, SymbolicPacket packet) {
        PacketSet beginnings = headers.beginnings();
        return List.of(
                new Tracking.Found(beginnings, CtState.NEW),
                new Tracking.Found(packet.sent().minus(beginnings), CtState.INVALID));
    }
}
