package io.heddle.routing.plan;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The blueprint as a graph of numbered switches: who is above, below or beside whom, by which port; alive or not. */
final class Wiring {

    private final FabricDesign design;
    private final List<Node> nodes;
    private final Map<DatapathId, Node> byDpid;
    private final List<Cable> cables;
    private final List<Node> edges;
    private final SortedMap<Integer, List<Node>> edgesByPod;

    private Wiring(FabricDesign design, List<Node> nodes, List<Cable> cables) {
        this.design = design;
        this.nodes = List.copyOf(nodes);
        this.cables = List.copyOf(cables);
        this.byDpid = new HashMap<>();
        nodes.forEach(node -> byDpid.put(node.dpid(), node));
        this.edges = nodes.stream()
                .filter(node -> node.prefix().isPresent())
                .sorted(Comparator.comparing(node -> node.position().orElseThrow()))
                .toList();
        this.edgesByPod = new TreeMap<>();
        edges.forEach(edge ->
                edgesByPod.computeIfAbsent(edge.pod(), pod -> new ArrayList<>()).add(edge));
    }

    /**
     * One switch.
     *
     * @param number its place in {@link #nodes()}
     * @param dpid its identity
     * @param position its place in the design
     * @param prefix the prefix of its servers, if it is an edge switch
     * @param ups its cables upward, by port
     * @param downs its cables downward, by port
     * @param flats its cables in a design without directions, by port
     */
    record Node(
            int number,
            DatapathId dpid,
            Optional<Position> position,
            Optional<IpPrefix> prefix,
            List<Adjacency> ups,
            List<Adjacency> downs,
            List<Adjacency> flats) {

        boolean isEdge() {
            return prefix.isPresent();
        }

        boolean isIn(Tier tier) {
            return position.isPresent() && position.get().tier() == tier;
        }

        int pod() {
            return position.orElseThrow().pod();
        }

        int index() {
            return position.orElseThrow().index();
        }

        /** Whether {@code port} has a cable of the blueprint. */
        boolean isCabled(PortNumber port) {
            return fabricPorts().contains(port);
        }

        Set<PortNumber> fabricPorts() {
            Set<PortNumber> ports = new TreeSet<>();
            List.of(ups, downs, flats).forEach(list -> list.forEach(each -> ports.add(each.port())));
            return ports;
        }

        /** The ports down to that switch. */
        List<PortNumber> portsDownTo(int peer) {
            return portsTo(downs, peer);
        }

        /** The ports up to that switch. */
        List<PortNumber> portsUpTo(int peer) {
            return portsTo(ups, peer);
        }

        private static List<PortNumber> portsTo(List<Adjacency> list, int peer) {
            return list.stream()
                    .filter(each -> each.peer() == peer)
                    .map(Adjacency::port)
                    .toList();
        }
    }

    /**
     * One end of a cable.
     *
     * @param port the port on this side
     * @param peer the number of the switch on the other
     * @param cable the number of the cable
     * @param end the number of this end: twice the cable's, plus one at its second end
     */
    record Adjacency(PortNumber port, int peer, int cable, int end) {}

    static Wiring of(Topology topology, FabricDesign design, Blueprint blueprint, AddressPlan addresses) {
        Set<DatapathId> known = new TreeSet<>(topology.switches().keySet());
        known.addAll(blueprint.positions().keySet());
        List<Node> nodes = new ArrayList<>();
        Map<DatapathId, Node> byDpid = new HashMap<>();
        for (DatapathId dpid : known) {
            Node node = new Node(
                    nodes.size(),
                    dpid,
                    Optional.ofNullable(blueprint.positions().get(dpid)),
                    addresses.edgePrefix(dpid),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
            nodes.add(node);
            byDpid.put(dpid, node);
        }
        List<Cable> cables = new ArrayList<>();
        boolean isFlat = design instanceof FabricDesign.Irregular;
        for (Cable cable : blueprint.cables()) {
            Node first = byDpid.get(cable.first().dpid());
            Node second = byDpid.get(cable.second().dpid());
            if (first != null
                    && second != null
                    && first.position().isPresent()
                    && second.position().isPresent()) {
                connect(first, cable.first(), second, 2 * cables.size(), isFlat);
                connect(second, cable.second(), first, 2 * cables.size() + 1, isFlat);
                cables.add(cable);
            }
        }
        return new Wiring(design, nodes.stream().map(Wiring::sorted).toList(), cables);
    }

    private static void connect(Node from, ConnectPoint at, Node to, int end, boolean isFlat) {
        Adjacency adjacency = new Adjacency(at.port(), to.number(), end / 2, end);
        int upward = to.position()
                .orElseThrow()
                .tier()
                .compareTo(from.position().orElseThrow().tier());
        if (isFlat) {
            from.flats().add(adjacency);
        } else if (upward > 0) {
            from.ups().add(adjacency);
        } else if (upward < 0) {
            from.downs().add(adjacency);
        }
    }

    private static Node sorted(Node node) {
        return new Node(
                node.number(),
                node.dpid(),
                node.position(),
                node.prefix(),
                sorted(node.ups()),
                sorted(node.downs()),
                sorted(node.flats()));
    }

    private static List<Adjacency> sorted(List<Adjacency> list) {
        return list.stream().sorted(Comparator.comparing(Adjacency::port)).toList();
    }

    boolean isFlat() {
        return design instanceof FabricDesign.Irregular;
    }

    /** Every switch, by datapath id. */
    List<Node> nodes() {
        return nodes;
    }

    Optional<Node> node(DatapathId dpid) {
        return Optional.ofNullable(byDpid.get(dpid));
    }

    /** Every cable, by its number. */
    List<Cable> cables() {
        return cables;
    }

    /** The switches that servers are attached to, by position. */
    List<Node> edges() {
        return edges;
    }

    /** The edge switches of a pod, by position. */
    List<Node> edgesOf(int pod) {
        return edgesByPod.getOrDefault(pod, List.of());
    }

    /** The distinct switches at the other ends of {@code list}, in the order of their lowest ports. */
    static List<Integer> peers(List<Adjacency> list) {
        return List.copyOf(
                new LinkedHashSet<>(list.stream().map(Adjacency::peer).toList()));
    }

    /** The ports of {@code list}, in order. */
    static List<PortNumber> ports(List<Adjacency> list) {
        return list.stream().map(Adjacency::port).toList();
    }
}
