package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Topology;
import io.heddle.topology.sorted.SortedArrayMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Numbers the host ports of edge switches: ports that are up without a cable, in port order, into the lowest free numbers.
 *
 * <p>A number once given stays with its port, up or down, until a fabric cable is in the port. A switch that took over the place of
 * another takes over its numbers, port by port of the same number first, then in order. Numbers that were given while a cable was
 * still undiscovered are taken back if no host has been seen on the switch yet, so that what is discovered late leaves no holes.
 */
final class HostNumbering {

    private static final int NONE = CablingGraph.NONE;

    private final CablingGraph graph;
    private final Labels labels;
    private final Blueprint known;
    private final IntPredicate isFabricPort;
    private final Set<DatapathId> inhabited = new HashSet<>();
    private final List<ConnectPoint> ports = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private final boolean[] isNumbered;

    /** Fabric ports are those that a live or remembered cable of the design is in. */
    HostNumbering(CablingGraph graph, Labels labels, Blueprint known, IntPredicate isFabricPort) {
        this.graph = graph;
        this.labels = labels;
        this.known = known;
        this.isFabricPort = isFabricPort;
        this.isNumbered = new boolean[graph.portCount()];
    }

    SortedMap<ConnectPoint, Integer> run(Topology observed) {
        for (Host host : observed.hosts().values()) {
            inhabited.add(host.location().dpid());
        }
        for (int node = 0; node < graph.size(); node++) {
            if (labels.isPlaced(node) && labels.tier[node] == Labels.EDGE) {
                number(node);
            }
        }
        return SortedArrayMap.ofAscending(ports, numbers);
    }

    private void number(int node) {
        SortedMap<ConnectPoint, Integer> own = labels.heir[node] == NONE ? ownNumbers(node) : inheritedNumbers(node);
        for (ConnectPoint point : own.keySet()) {
            int port = graph.find(node, point.port());
            if (port != NONE) {
                isNumbered[port] = true;
            }
        }
        SortedMap<ConnectPoint, Integer> added = added(node, own.values());
        if (!added.isEmpty()) {
            added.putAll(own);
            own = added;
        }
        ports.addAll(own.keySet());
        numbers.addAll(own.values());
    }

    /** Numbers for the host ports that have none yet. */
    private SortedMap<ConnectPoint, Integer> added(int node, Collection<Integer> before) {
        SortedMap<ConnectPoint, Integer> added = new TreeMap<>();
        BitSet taken = new BitSet();
        before.forEach(taken::set);
        for (int port = graph.firstPort(node); port < graph.endPort(node); port++) {
            if (isHostPort(port) && !isNumbered[port]) {
                int number = taken.nextClearBit(0);
                added.put(graph.point(port), number);
                taken.set(number);
            }
        }
        return added;
    }

    private boolean isHostPort(int port) {
        return graph.isOpen(port) && !isFabricPort.test(port);
    }

    private SortedMap<ConnectPoint, Integer> ownNumbers(int node) {
        SortedMap<ConnectPoint, Integer> before = known.hostPortsOf(graph.dpid(node));
        if (before.keySet().stream().noneMatch(point -> isCabled(node, point))) {
            return before;
        }
        SortedMap<ConnectPoint, Integer> kept = new TreeMap<>(before);
        kept.keySet().removeIf(point -> isCabled(node, point));
        return inhabited.contains(graph.dpid(node)) ? kept : new TreeMap<>();
    }

    private boolean isCabled(int node, ConnectPoint point) {
        int port = graph.find(node, point.port());
        return port != NONE && isFabricPort.test(port);
    }

    private SortedMap<ConnectPoint, Integer> inheritedNumbers(int node) {
        SortedMap<ConnectPoint, Integer> kept = new TreeMap<>();
        List<Integer> left = new ArrayList<>();
        List<Map.Entry<ConnectPoint, Integer>> inheritance =
                new ArrayList<>(known.hostPortsOf(graph.dpid(labels.heir[node])).entrySet());
        inheritance.sort(Comparator.comparing(Map.Entry::getValue));
        for (Map.Entry<ConnectPoint, Integer> entry : inheritance) {
            int port = graph.find(node, entry.getKey().port());
            if (port != NONE && isHostPort(port)) {
                kept.put(graph.point(port), entry.getValue());
            } else {
                left.add(entry.getValue());
            }
        }
        for (int port = graph.firstPort(node); port < graph.endPort(node) && !left.isEmpty(); port++) {
            if (isHostPort(port) && !kept.containsKey(graph.point(port))) {
                kept.put(graph.point(port), left.removeFirst());
            }
        }
        return kept;
    }
}
