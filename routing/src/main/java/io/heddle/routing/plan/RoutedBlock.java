package io.heddle.routing.plan;

import io.heddle.routing.plan.Wiring.Node;
import io.heddle.topology.Host;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.address.IpPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The routed addresses of one block, and where they are.
 *
 * <p>The block belongs to the edge switch that has most of them; of several that have as many, to that of the lowest address. So who has
 * it follows from where the addresses are now and from nothing before, and no more addresses than need be are exceptions to it.
 *
 * @param prefix the block
 * @param places its addresses, in order; at least one
 */
record RoutedBlock(IpPrefix prefix, List<Place> places) {

    RoutedBlock {
        places = List.copyOf(places);
    }

    /** A member whose server is at a host port of the edge switch of that number. */
    record Place(RoutedMember member, int edge, PortNumber port) {}

    /** The blocks of those members whose servers are at host ports of edge switches, by prefix. */
    static List<RoutedBlock> of(List<RoutedMember> members, Wiring wiring, Topology topology) {
        SortedMap<IpPrefix, List<Place>> blocks = new TreeMap<>();
        for (RoutedMember member : members) {
            Optional<Host> server = Optional.ofNullable(topology.hosts().get(member.server()));
            server.flatMap(host -> place(member, host, wiring))
                    .ifPresent(place -> blocks.computeIfAbsent(member.block(), block -> new ArrayList<>())
                            .add(place));
        }
        return blocks.entrySet().stream()
                .map(entry -> new RoutedBlock(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Optional<Place> place(RoutedMember member, Host server, Wiring wiring) {
        return wiring.node(server.location().dpid())
                .filter(node ->
                        node.isEdge() && !node.isCabled(server.location().port()))
                .map(node -> new Place(member, node.number(), server.location().port()));
    }

    /** The number of the edge switch that the block belongs to. */
    int owner() {
        Map<Integer, Integer> counts = new HashMap<>();
        places.forEach(place -> counts.merge(place.edge(), 1, Integer::sum));
        int owner = places.getFirst().edge();
        for (Place place : places) {
            if (counts.getOrDefault(place.edge(), 0) > counts.getOrDefault(owner, 0)) {
                owner = place.edge();
            }
        }
        return owner;
    }

    /** The numbers of all edge switches that have addresses of it. */
    SortedSet<Integer> edges() {
        SortedSet<Integer> edges = new TreeSet<>();
        places.forEach(place -> edges.add(place.edge()));
        return edges;
    }

    /** The addresses that are elsewhere than at the owner. */
    List<Place> away() {
        int owner = owner();
        return places.stream().filter(place -> place.edge() != owner).toList();
    }

    /** The addresses at that switch. */
    List<Place> at(Node edge) {
        return places.stream().filter(place -> place.edge() == edge.number()).toList();
    }
}
