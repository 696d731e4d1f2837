package io.heddle.routing.plan;

import io.heddle.routing.plan.RouteTable.Route;
import io.heddle.routing.plan.Target.Choice;
import io.heddle.routing.plan.Target.FirstLive;
import io.heddle.routing.plan.Target.Spread;
import io.heddle.routing.plan.Wiring.Adjacency;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The routes of a switch in a Clos whose cables all live. They depend on the blueprint alone; their groups heal any one dead cable
 * by themselves wherever the design has another way.
 *
 * <p>Down, the way to a place is unique in a fat-tree, so a dead cable is met by turning round: a packet from below goes back where
 * it came from, and comes down through another plane; a packet from above goes to a sibling edge switch, which sends it up again
 * elsewhere. Where several cables lead down to the same place, the packets are spread over them instead, and the others heal one.
 */
final class BaseRoutes {

    /** 224.0.0.0/3: multicast, reserved and broadcast addresses, which are not routed. */
    static final IpPrefix NOT_UNICAST = IpPrefix.parse("224.0.0.0/3");

    static final IpPrefix EVERYWHERE = IpPrefix.parse("0.0.0.0/0");

    /** How many other choices a first-live group has; each is one more failure that it survives. */
    private static final int ALTERNATIVES = 3;

    private final Wiring wiring;
    private final AddressPlan addresses;

    BaseRoutes(Wiring wiring, AddressPlan addresses) {
        this.wiring = wiring;
        this.addresses = addresses;
    }

    /** The routes for packets that came from below. */
    RouteTable up(Node node) {
        SortedMap<IpPrefix, Route> routes = new TreeMap<>();
        node.prefix().ifPresent(own -> {
            routes.put(own, new Route(new Target.ToLocal(), Purpose.ROUTING));
            routes.put(NOT_UNICAST, new Route(new Target.Nowhere(), Purpose.MISS));
            routes.put(EVERYWHERE, new Route(new Target.AskController(), Purpose.MISS));
        });
        belowWhenFromBelow(node).forEach((prefix, target) -> routes.put(prefix, new Route(target, Purpose.ROUTING)));
        ownPod(node).ifPresent(pod -> routes.put(pod, new Route(new Target.Nowhere(), Purpose.MISS)));
        ownTier(node).forEach(prefix -> routes.put(prefix, new Route(new Target.AskController(), Purpose.MISS)));
        upward(node).ifPresent(target -> routes.put(addresses.fabricPrefix(), new Route(target, Purpose.ROUTING)));
        return new RouteTable(routes);
    }

    /** The routes for packets that came from above; none where nothing is above. */
    RouteTable down(Node node) {
        SortedMap<IpPrefix, Route> routes = new TreeMap<>();
        if (node.ups().isEmpty()) {
            return RouteTable.empty();
        }
        node.prefix().ifPresent(own -> routes.put(own, new Route(new Target.ToLocal(), Purpose.ROUTING)));
        List<Node> edges = edgesBelow(node);
        for (Node edge : edges) {
            Target target = downOrSibling(node, edge, edges);
            routes.put(edge.prefix().orElseThrow(), new Route(target, Purpose.ROUTING));
        }
        ownPod(node).ifPresent(pod -> routes.put(pod, new Route(new Target.Nowhere(), Purpose.MISS)));
        ownTier(node).forEach(prefix -> routes.put(prefix, new Route(new Target.AskController(), Purpose.MISS)));
        routes.put(EVERYWHERE, new Route(new Target.Detour(), Purpose.ROUTING));
        return new RouteTable(routes);
    }

    /** What a switch does with a packet that must go up. */
    Optional<Target> upward(Node node) {
        List<PortNumber> ports = Wiring.ports(node.ups());
        if (ports.isEmpty()) {
            return Optional.empty();
        }
        if (ports.size() > 1 || node.isEdge()) {
            return Optional.of(new Spread(ports));
        }
        List<Choice> choices = new ArrayList<>(List.of(Choice.through(ports.getFirst())));
        Wiring.ports(node.downs()).stream()
                .limit(ALTERNATIVES)
                .map(Choice::back)
                .forEach(choices::add);
        return Optional.of(new FirstLive(GroupKind.UP_OR_BACK, 0, choices));
    }

    /** Where a packet that came by {@code from} goes instead of on down: up by another switch, or down to find a way up there. */
    static Optional<Target.Onward> detour(Node node, Adjacency from) {
        List<PortNumber> away = node.ups().stream()
                .filter(up -> up.peer() != from.peer())
                .map(Adjacency::port)
                .toList();
        if (!away.isEmpty()) {
            return Optional.of(new Spread(away));
        }
        List<Choice> around = Wiring.peers(node.downs()).stream()
                .limit(ALTERNATIVES)
                .map(peer -> Choice.through(node.portsDownTo(peer).getFirst()))
                .toList();
        int unit = node.portsUpTo(from.peer()).getFirst().value();
        return around.isEmpty() ? Optional.empty() : Optional.of(new FirstLive(GroupKind.AROUND, unit, around));
    }

    /** The cables that the base routes of {@code node} have down to {@code edge}, directly or through its pod. */
    List<Adjacency> waysToward(Node node, Node edge) {
        if (node.downs().isEmpty()) {
            return List.of();
        }
        List<Adjacency> ways = new ArrayList<>();
        boolean isCore = node.isIn(Tier.CORE);
        for (Adjacency down : node.downs()) {
            if (down.peer() == edge.number() || (isCore && isAggregationOf(edge.pod(), down))) {
                ways.add(down);
            }
        }
        return ways;
    }

    private boolean isAggregationOf(int pod, Adjacency down) {
        Node below = wiring.nodes().get(down.peer());
        return below.isIn(Tier.AGGREGATION) && below.pod() == pod;
    }

    private SortedMap<IpPrefix, Target> belowWhenFromBelow(Node node) {
        SortedMap<IpPrefix, Target> targets = new TreeMap<>();
        for (Node edge : edgesBelow(node)) {
            List<PortNumber> ports = node.portsDownTo(edge.number());
            targets.put(edge.prefix().orElseThrow(), downOrBack(node, edge.index(), ports));
        }
        if (node.isIn(Tier.CORE)) {
            podsBelow(node).forEach(pod -> {
                Target target = downOrBack(node, pod, portsToPod(node, pod));
                addresses
                        .podPrefix(pod)
                        .ifPresentOrElse(
                                prefix -> targets.put(prefix, target),
                                () -> wiring.edgesOf(pod)
                                        .forEach(edge ->
                                                targets.put(edge.prefix().orElseThrow(), target)));
            });
        }
        return targets;
    }

    private static Target downOrBack(Node node, int unit, List<PortNumber> ports) {
        if (ports.size() > 1) {
            return new Spread(ports);
        }
        PortNumber port = ports.getFirst();
        List<Choice> choices = new ArrayList<>(List.of(Choice.through(port)));
        othersFrom(node, port).stream().map(Choice::back).forEach(choices::add);
        return new FirstLive(GroupKind.DOWN_OR_BACK, unit, choices);
    }

    private static Target downOrSibling(Node node, Node edge, List<Node> edges) {
        List<PortNumber> ports = node.portsDownTo(edge.number());
        if (ports.size() > 1) {
            return new Spread(ports);
        }
        List<Choice> choices = new ArrayList<>(List.of(Choice.through(ports.getFirst())));
        siblings(edge, edges)
                .forEach(sibling -> choices.add(
                        Choice.through(node.portsDownTo(sibling.number()).getFirst())));
        return new FirstLive(GroupKind.DOWN_OR_SIBLING, edge.index(), choices);
    }

    /** A few others of {@code edges} that could send a packet up elsewhere, starting to the right of {@code edge}. */
    private static List<Node> siblings(Node edge, List<Node> edges) {
        List<Node> siblings = new ArrayList<>();
        int place = edges.indexOf(edge);
        for (int step = 1; step < edges.size() && siblings.size() < ALTERNATIVES; step++) {
            Node sibling = edges.get((place + step) % edges.size());
            int first = sibling.ups().getFirst().peer();
            if (sibling.ups().stream().anyMatch(up -> up.peer() != first)) {
                siblings.add(sibling);
            }
        }
        return siblings;
    }

    /** A few downward ports of {@code node} other than {@code port}, starting to the right of it. */
    private static List<PortNumber> othersFrom(Node node, PortNumber port) {
        List<Adjacency> downs = node.downs();
        int place = 0;
        while (!downs.get(place).port().equals(port)) {
            place++;
        }
        List<PortNumber> others = new ArrayList<>();
        for (int step = 1; step < downs.size() && others.size() < ALTERNATIVES; step++) {
            others.add(downs.get((place + step) % downs.size()).port());
        }
        return others;
    }

    /** The edge switches right below {@code node}, by position. */
    private List<Node> edgesBelow(Node node) {
        return Wiring.peers(node.downs()).stream()
                .map(peer -> wiring.nodes().get(peer))
                .filter(Node::isEdge)
                .sorted((one, other) ->
                        one.position().orElseThrow().compareTo(other.position().orElseThrow()))
                .toList();
    }

    /** The pods that a core switch reaches through aggregation switches. */
    private SortedSet<Integer> podsBelow(Node core) {
        SortedSet<Integer> pods = new TreeSet<>();
        for (Adjacency down : core.downs()) {
            Node below = wiring.nodes().get(down.peer());
            if (below.isIn(Tier.AGGREGATION)) {
                pods.add(below.pod());
            }
        }
        return pods;
    }

    private List<PortNumber> portsToPod(Node core, int pod) {
        List<PortNumber> ports = new ArrayList<>();
        core.downs().stream().filter(down -> isAggregationOf(pod, down)).forEach(down -> ports.add(down.port()));
        return ports;
    }

    private Optional<IpPrefix> ownPod(Node node) {
        return node.isIn(Tier.AGGREGATION) ? addresses.podPrefix(node.pod()) : Optional.empty();
    }

    /**
     * Where the own addresses of the switches beside {@code node} are: those of the aggregation switches of its pod, or of all cores.
     * The one that a packet for such an address happens to reach hands it to the controller, which answers for the one meant.
     */
    private List<IpPrefix> ownTier(Node node) {
        Optional<Ipv4Address> own = addresses.switchAddress(node.dpid());
        if (own.isEmpty() || node.isEdge()) {
            return List.of();
        }
        if (node.isIn(Tier.CORE)) {
            return List.of(IpPrefix.containing(own.get(), 16));
        }
        List<Integer> numbers = wiring.nodes().stream()
                .filter(each -> each.isIn(Tier.AGGREGATION) && each.pod() == node.pod())
                .flatMap(each -> addresses.switchAddress(each.dpid()).stream())
                .filter(address -> address.octet(1) == own.get().octet(1))
                .map(address -> address.octet(2))
                .sorted()
                .toList();
        return covering(own.get(), numbers.getFirst(), numbers.getLast());
    }

    /** The fewest prefixes that are exactly the /24s from {@code first} to {@code last}, third octets of the /16 of {@code inside}. */
    private static List<IpPrefix> covering(Ipv4Address inside, int first, int last) {
        List<IpPrefix> prefixes = new ArrayList<>();
        int next = first;
        while (next <= last) {
            int size = next == 0 ? 256 : Integer.lowestOneBit(next);
            while (next + size - 1 > last) {
                size /= 2;
            }
            Ipv4Address start = Ipv4Address.of(inside.octet(0), inside.octet(1), next, 0);
            prefixes.add(IpPrefix.containing(start, 24 - Integer.numberOfTrailingZeros(size)));
            next += size;
        }
        return prefixes;
    }
}
