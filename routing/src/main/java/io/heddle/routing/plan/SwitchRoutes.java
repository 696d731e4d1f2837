package io.heddle.routing.plan;

import io.heddle.routing.plan.Repairs.Repair;
import io.heddle.routing.plan.RouteTable.Route;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.topology.Host;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The routes of one switch in the end: its base routes, the exceptions that repair asks for, and the addresses of hosts that are not
 * in the prefix of their edge switch.
 *
 * <p>Exceptions are gathered by pod: one /16 for what most of the pod's edge switches need, and a /24 for each that differs.
 */
final class SwitchRoutes {

    private final Wiring wiring;
    private final AddressPlan addresses;

    SwitchRoutes(Wiring wiring, AddressPlan addresses) {
        this.wiring = wiring;
        this.addresses = addresses;
    }

    /** {@code base} with what {@code repairs} and {@code strays} change. */
    RouteTable of(Node node, RouteTable base, List<Repair> repairs, List<Host> strays) {
        return withStrays(node, base.with(exceptions(node, base, repairs)), strays);
    }

    private SortedMap<IpPrefix, Route> exceptions(Node node, RouteTable base, List<Repair> repairs) {
        SortedMap<IpPrefix, Route> exceptions = new TreeMap<>();
        if (repairs.isEmpty()) {
            return exceptions;
        }
        Map<Integer, Map<Integer, Target>> byPod = new TreeMap<>();
        for (Repair repair : repairs) {
            for (int edge : repair.edges()) {
                byPod.computeIfAbsent(wiring.nodes().get(edge).pod(), pod -> new HashMap<>())
                        .put(edge, repair.target());
            }
        }
        byPod.forEach((pod, targets) -> {
            List<Node> others = wiring.edgesOf(pod).stream()
                    .filter(edge -> edge.number() != node.number())
                    .toList();
            boolean isOwnPod = node.isIn(Tier.AGGREGATION) && node.pod() == pod;
            Optional<Target> common = isOwnPod ? Optional.empty() : mostCommon(others, targets);
            Optional<IpPrefix> prefix = common.isPresent() ? addresses.podPrefix(pod) : Optional.empty();
            prefix.ifPresent(wide -> exceptions.put(wide, repair(common.orElseThrow())));
            Optional<Target> covered = prefix.isPresent() ? common : Optional.empty();
            others.forEach(edge -> exception(edge, covered, targets, base)
                    .ifPresent(target -> exceptions.put(edge.prefix().orElseThrow(), repair(target))));
        });
        return exceptions;
    }

    /** What the /24 of {@code edge} needs beside a /16 that leads to {@code covered}. */
    private static Optional<Target> exception(
            Node edge, Optional<Target> covered, Map<Integer, Target> targets, RouteTable base) {
        Optional<Target> wanted = Optional.ofNullable(targets.get(edge.number()));
        if (wanted.isEmpty()) {
            return covered.isEmpty()
                    ? Optional.empty()
                    : base.targetOf(edge.prefix().orElseThrow().address());
        }
        return wanted.equals(covered) ? Optional.empty() : wanted;
    }

    /** What more of {@code edges} need than anything else, if that is not to be left alone. */
    private static Optional<Target> mostCommon(List<Node> edges, Map<Integer, Target> targets) {
        Map<Optional<Target>, Integer> counts = new LinkedHashMap<>();
        counts.put(Optional.empty(), 0);
        edges.forEach(edge -> counts.merge(Optional.ofNullable(targets.get(edge.number())), 1, Integer::sum));
        // The first among equals, so that a tie leaves things alone.
        return counts.entrySet().stream()
                .max(Map.Entry.<Optional<Target>, Integer>comparingByValue().thenComparing(firstOf(counts)))
                .flatMap(Map.Entry::getKey);
    }

    private static <T> Comparator<Map.Entry<T, Integer>> firstOf(Map<T, Integer> inOrder) {
        List<T> keys = new ArrayList<>(inOrder.keySet());
        return Comparator.comparingInt(entry -> -keys.indexOf(entry.getKey()));
    }

    private RouteTable withStrays(Node node, RouteTable routes, List<Host> strays) {
        if (routes.routes().isEmpty()) {
            return routes;
        }
        SortedMap<IpPrefix, Route> exceptions = new TreeMap<>();
        for (Host stray : strays) {
            wiring.node(stray.location().dpid()).ifPresent(edge -> {
                Optional<Target> wanted = edge.number() == node.number()
                        ? Optional.of(new Target.ToLocal())
                        : routes.targetOf(edge.prefix().orElseThrow().address());
                if (wanted.isPresent() && !wanted.equals(routes.targetOf(stray.ip()))) {
                    exceptions.put(stray.ip().asPrefix(), new Route(wanted.get(), Purpose.ROUTING));
                }
            });
        }
        return routes.with(exceptions);
    }

    private static Route repair(Target target) {
        return new Route(target, Purpose.REPAIR);
    }
}
