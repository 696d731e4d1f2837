package io.heddle.routing.plan;

import io.heddle.routing.plan.VlanGround.Rung;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.VlanId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tree that carries the group frames of a VLAN between edge switches: up to one switch above all of them, and down.
 *
 * <p>A frame that came from above never goes up again, so whatever mixture of two trees switches hold while one takes the place of
 * the other, no frame goes round. The root is the lowest that reaches most of the edge switches over cables that live; among
 * equals the VLAN's number decides, so that VLANs spread over all roots and only those move whose root is hurt.
 *
 * @param branches what is above and below each switch of the tree, by its number
 * @param missed the edge switches that it does not reach
 */
record VlanTree(SortedMap<Integer, Branch> branches, List<Node> missed) {

    /**
     * A switch of the tree.
     *
     * @param up the port to the one above; none at the root
     * @param downs the ports to those below
     */
    record Branch(Optional<PortNumber> up, SortedSet<PortNumber> downs) {}

    /** The tree of {@code edges}, at least two. */
    static VlanTree of(VlanGround ground, VlanId vlan, List<Node> edges) {
        Comparator<Node> bestFirst = Comparator.<Node>comparingLong(root -> missed(ground, root, edges))
                .thenComparing(root -> root.position().orElseThrow().tier())
                .thenComparingLong(root -> GroupTable.seed(root.dpid().value() ^ GroupTable.seed(vlan.value())));
        Optional<Node> root = ground.wiring().nodes().stream()
                .filter(node -> !node.downs().isEmpty())
                .min(bestFirst);
        return root.map(node -> grown(ground, node, edges)).orElseGet(() -> new VlanTree(new TreeMap<>(), edges));
    }

    private static long missed(VlanGround ground, Node root, List<Node> edges) {
        Map<Integer, Rung> reached = ground.descent(root);
        return edges.stream()
                .filter(edge -> !reached.containsKey(edge.number()))
                .count();
    }

    private static VlanTree grown(VlanGround ground, Node root, List<Node> edges) {
        Map<Integer, Rung> reached = ground.descent(root);
        SortedMap<Integer, Branch> branches = new TreeMap<>();
        List<Node> missed = new ArrayList<>();
        for (Node edge : edges) {
            Optional<Rung> rung = Optional.ofNullable(reached.get(edge.number()));
            if (rung.isEmpty()) {
                missed.add(edge);
            }
            Node node = edge;
            while (rung.isPresent()) {
                Rung step = rung.get();
                SortedSet<PortNumber> downs = branch(branches, node).downs();
                branches.put(node.number(), new Branch(Optional.of(step.up()), downs));
                branch(branches, step.above()).downs().add(step.down());
                node = step.above();
                rung = Optional.ofNullable(reached.get(node.number()));
            }
        }
        return new VlanTree(branches, missed);
    }

    private static Branch branch(SortedMap<Integer, Branch> branches, Node node) {
        return branches.computeIfAbsent(node.number(), number -> new Branch(Optional.empty(), new TreeSet<>()));
    }
}
