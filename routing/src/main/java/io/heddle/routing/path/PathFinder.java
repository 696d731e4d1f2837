package io.heddle.routing.path;

import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Emission;
import io.heddle.routing.verify.Hop.Ingress;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Passage;
import io.heddle.routing.verify.SimulatedFabric;
import io.heddle.routing.verify.SimulatedFabric.Arrival;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.AddressPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the ways between two addresses in one state of a fabric.
 */
public final class PathFinder {

    private final SimulatedFabric fabric;
    private final HostPorts ports;

    /** A finder for switches that hold {@code plan}, cabled as {@code topology} says. */
    public PathFinder(ForwardingPlan plan, Topology topology, AddressPlan addresses) {
        this.fabric = SimulatedFabric.of(plan, topology);
        this.ports = new HostPorts(topology, addresses, plan);
    }

    /**
     * All ways from {@code source} to {@code destination}, of which the first {@code limit} are listed.
     *
     * @throws UnknownAddress when one of the addresses has no place
     */
    public PathSet between(Ipv4Address source, Ipv4Address destination, int limit) {
        ConnectPoint from = ports.locate(source);
        ConnectPoint to = ports.locate(destination);
        Search search = new Search(fabric, to);
        State start = new State(new Ingress.FromController(from.dpid()), Packet.udp(source, 0, destination, 0));
        long count = search.count(start);
        List<Path> paths = new ArrayList<>();
        search.list(start, from.port(), new ArrayList<>(), paths, limit);
        return new PathSet(from, to, count, paths);
    }

    private record State(Ingress ingress, Packet packet) {}

    /** A way on from a state; none at the destination. */
    private record Step(PortNumber egress, Optional<State> next) {}

    /** The graph of states from one source, explored as far as it is asked for. */
    private static final class Search {
        private final SimulatedFabric fabric;
        private final ConnectPoint destination;
        private final Map<State, List<Step>> steps = new HashMap<>();
        private final Map<State, Long> counts = new HashMap<>();
        private final Set<State> open = new HashSet<>();

        Search(SimulatedFabric fabric, ConnectPoint destination) {
            this.fabric = fabric;
            this.destination = destination;
        }

        long count(State state) {
            Long known = counts.get(state);
            if (known != null) {
                return known;
            }
            if (!open.add(state)) {
                return 0;
            }
            long count = 0;
            for (Step step : steps(state)) {
                count += step.next().map(this::count).orElse(1L);
            }
            open.remove(state);
            counts.put(state, count);
            return count;
        }

        void list(State state, PortNumber ingress, List<Path.Hop> before, List<Path> paths, int limit) {
            for (Step step : steps(state)) {
                if (paths.size() >= limit) {
                    return;
                }
                before.add(new Path.Hop(state.ingress().dpid(), ingress, step.egress()));
                if (step.next().isEmpty()) {
                    paths.add(new Path(before));
                } else if (counts.getOrDefault(step.next().get(), 0L) > 0) {
                    list(step.next().get(), ingressOf(step.next().get()), before, paths, limit);
                }
                before.removeLast();
            }
        }

        private static PortNumber ingressOf(State state) {
            return switch (state.ingress()) {
                case Ingress.AtPort at -> at.point().port();
                case Ingress.FromController from ->
                    throw new IllegalStateException("no switch hands a packet on as the controller, but " + from);
            };
        }

        private List<Step> steps(State state) {
            return steps.computeIfAbsent(state, this::explore);
        }

        private List<Step> explore(State state) {
            Set<Step> found = new HashSet<>();
            for (Passage passage : fabric.passages(state.ingress(), state.packet(), BucketChoice.every())) {
                for (Emission emission : passage.emissions()) {
                    step(state, emission).ifPresent(found::add);
                }
            }
            List<Step> inOrder = new ArrayList<>(found);
            inOrder.sort(Comparator.comparing(Step::egress));
            return Collections.unmodifiableList(inOrder);
        }

        private Optional<Step> step(State state, Emission emission) {
            return switch (fabric.follow(state.ingress().dpid(), emission)) {
                case Arrival.At next ->
                    Optional.of(new Step(egress(emission), Optional.of(new State(next.ingress(), next.packet()))));
                case Arrival.Ended(Walk.Delivered delivered) ->
                    delivered.point().equals(destination)
                            ? Optional.of(new Step(destination.port(), Optional.empty()))
                            : Optional.empty();
                // The destination's own switch does not know its host yet, and would ask for it.
                case Arrival.Ended(Walk.ToController asked) ->
                    asked.dpid().equals(destination.dpid())
                            ? Optional.of(new Step(destination.port(), Optional.empty()))
                            : Optional.empty();
                case Arrival.Ended(Walk.Dropped ignored) -> Optional.empty();
                case Arrival.Ended(Walk.Loop ignored) -> Optional.empty();
            };
        }

        private PortNumber egress(Emission emission) {
            return switch (emission) {
                case Emission.ThroughPort through -> through.port();
                case Emission.ToController ignored -> destination.port();
            };
        }
    }
}
