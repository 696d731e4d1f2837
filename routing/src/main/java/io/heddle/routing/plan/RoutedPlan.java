package io.heddle.routing.plan;

import io.heddle.routing.plan.RouteTable.Route;
import io.heddle.routing.plan.RoutedBlock.Place;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Tier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What every switch does for the routed addresses of tenants.
 *
 * <p>A block leads wherever the prefix of the edge switch leads that it belongs to, repairs included, and an address of it that is
 * elsewhere is an exception of its own to that. A rule is only where it leads elsewhere than what covers it: a block on the switches
 * above its edge switch, an address on those that its way and the block's part at.
 *
 * @param shares by the number of the switch; those without any have none
 * @param troubles why an address is not routed
 */
record RoutedPlan(SortedMap<Integer, RoutedShare> shares, SortedMap<Ipv4Address, String> troubles) {

    static final RoutedPlan NOTHING = new RoutedPlan(new TreeMap<>(), new TreeMap<>());

    /** The routes of a switch but for routed addresses, as they are now. */
    interface Ground {

        /** For packets that came from above, or from below. */
        RouteTable routes(Node node, boolean isFromAbove);

        /** Whether they are as designed. */
        boolean isSound(Node node);
    }

    /** The plan; a block with which a switch would have more rules than it may is left out everywhere. */
    static RoutedPlan of(
            List<RoutedMember> members, List<RoutedBlock> blocks, Wiring wiring, Ground ground, RoutedLimits limits) {
        if (members.isEmpty()) {
            return NOTHING;
        }
        RoutedPlan plan = new RoutedPlan(new TreeMap<>(), new TreeMap<>());
        Sketch sketch = new Sketch(wiring, ground);
        for (RoutedBlock block : blocks) {
            if (limits.prefixes().stream().anyMatch(prefix -> prefix.contains(block.prefix()))) {
                plan.add(block, sketch, limits.rules());
            } else {
                plan.refuse(
                        block, "The fabric routes no addresses of " + block.prefix() + " (tenants: routed-prefixes).");
            }
        }
        plan.missUnplaced(members, blocks);
        return plan;
    }

    /** How a block is drawn on the switches that have to do with it. */
    private record Sketch(Wiring wiring, Ground ground) {

        SortedMap<Integer, RoutedShare> draw(RoutedBlock block) {
            SortedMap<Integer, RoutedShare> drawn = new TreeMap<>();
            SortedSet<Integer> edges = block.edges();
            Set<Integer> pods = new HashSet<>();
            edges.forEach(edge -> pods.add(wiring.nodes().get(edge).pod()));
            for (Node node : wiring.nodes()) {
                if (node.position().isPresent() && isConcerned(node, edges, pods)) {
                    RoutedShare share = new RoutedShare(
                            routes(node, block, false),
                            routes(node, block, true),
                            block.at(node).stream()
                                    .map(place -> new RoutedShare.Local(place.member(), place.port()))
                                    .toList());
                    if (share.size() > 0) {
                        drawn.put(node.number(), share);
                    }
                }
            }
            return drawn;
        }

        /** Whether the switch may lead to some of the edge switches elsewhere than to any other. */
        private boolean isConcerned(Node node, SortedSet<Integer> edges, Set<Integer> pods) {
            return wiring.isFlat()
                    || node.isIn(Tier.CORE)
                    || edges.contains(node.number())
                    || (node.isIn(Tier.AGGREGATION) && pods.contains(node.pod()))
                    || !ground.isSound(node);
        }

        private SortedMap<IpPrefix, Route> routes(Node node, RoutedBlock block, boolean isFromAbove) {
            RouteTable routes = ground.routes(node, isFromAbove);
            SortedMap<IpPrefix, Route> added = new TreeMap<>();
            if (routes.routes().isEmpty()) {
                return added;
            }
            Optional<Target> covering = routes.targetOf(block.prefix().address());
            Optional<Target> whole = target(node, routes, block.owner());
            if (whole.isPresent() && !whole.equals(covering)) {
                added.put(block.prefix(), new Route(whole.get(), Purpose.ROUTED));
                covering = whole;
            }
            for (Place place : block.away()) {
                Optional<Target> alone = target(node, routes, place.edge());
                if (alone.isPresent() && !alone.equals(covering)) {
                    added.put(place.member().address().asPrefix(), new Route(alone.get(), Purpose.ROUTED));
                }
            }
            return added;
        }

        private Optional<Target> target(Node node, RouteTable routes, int edge) {
            return edge == node.number()
                    ? Optional.of(new Target.ToLocal())
                    : routes.targetOf(
                            wiring.nodes().get(edge).prefix().orElseThrow().address());
        }
    }

    private void add(RoutedBlock block, Sketch sketch, int most) {
        SortedMap<Integer, RoutedShare> added = sketch.draw(block);
        for (Map.Entry<Integer, RoutedShare> entry : added.entrySet()) {
            int size = share(entry.getKey()).size() + entry.getValue().size();
            if (size > most) {
                refuse(
                        block,
                        "Block " + block.prefix() + " is not routed: switch "
                                + sketch.wiring().nodes().get(entry.getKey()).dpid() + " would hold " + size
                                + " rules for routed networks, and may hold " + most + ".");
                return;
            }
        }
        added.forEach((number, share) -> shares.merge(number, share, RoutedShare::with));
    }

    private void refuse(RoutedBlock block, String reason) {
        block.places().forEach(place -> troubles.put(place.member().address(), reason));
    }

    private void missUnplaced(List<RoutedMember> members, List<RoutedBlock> blocks) {
        Set<Ipv4Address> placed = new TreeSet<>();
        List<Place> all = new ArrayList<>();
        blocks.forEach(block -> all.addAll(block.places()));
        all.forEach(place -> placed.add(place.member().address()));
        for (RoutedMember member : members) {
            if (!placed.contains(member.address())) {
                troubles.put(
                        member.address(),
                        "Server " + member.server() + " of routed address " + member.address()
                                + " is at no host port of the fabric.");
            }
        }
    }

    private RoutedShare share(int number) {
        return shares.getOrDefault(number, RoutedShare.NOTHING);
    }

    /** What that switch does. */
    RoutedShare share(Node node) {
        return share(node.number());
    }
}
