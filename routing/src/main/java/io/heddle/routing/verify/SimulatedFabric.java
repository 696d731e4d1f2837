package io.heddle.routing.verify;

import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.Pipeline;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Switches that hold a {@link ForwardingPlan}, cabled as a {@link Topology} says.
 *
 * <p>A port is live when the topology says it is up. What leaves by a live port arrives at the other end of the link that starts there;
 * where there is none, the packet has left the fabric. Not for several threads at once.
 */
public final class SimulatedFabric {

    private final Tables tables;
    private final Map<DatapathId, Set<PortNumber>> livePorts = new HashMap<>();
    private final Map<ConnectPoint, Optional<ConnectPoint>> peers = new HashMap<>();
    private final Topology topology;

    private SimulatedFabric(Tables tables, Topology topology) {
        this.tables = tables;
        this.topology = topology;
    }

    private Optional<ConnectPoint> peer(ConnectPoint from) {
        return peers.computeIfAbsent(from, asked -> topology.linkFrom(asked).map(Link::to));
    }

    /** Found out when the first packet comes to the switch: most simulations of a large fabric visit few of them. */
    private Set<PortNumber> livePorts(DatapathId dpid) {
        return livePorts.computeIfAbsent(dpid, asked -> {
            Set<PortNumber> live = new HashSet<>();
            topology.fabricSwitch(asked)
                    .ifPresent(found -> found.ports().values().stream()
                            .filter(Port::isUp)
                            .forEach(port -> live.add(port.number())));
            return live;
        });
    }

    /** A fabric whose switches hold {@code plan}. */
    public static SimulatedFabric of(ForwardingPlan plan, Topology topology) {
        return of(plan, topology, rule -> true);
    }

    /** A fabric whose switches hold those rules of {@code plan} that {@code isHeld} says, and all its groups. */
    public static SimulatedFabric of(ForwardingPlan plan, Topology topology, Predicate<ForwardingRule> isHeld) {
        return new SimulatedFabric(new Tables(plan, isHeld, new HashMap<>()), topology);
    }

    /** The same switches, holding what they hold, with other cables or ports. */
    public SimulatedFabric cabled(Topology changed) {
        return new SimulatedFabric(tables, changed);
    }

    /** How it is cabled. */
    public Topology topology() {
        return topology;
    }

    /** The way of {@code packet}, which comes in at {@code ingress}, with Open vSwitch's choice of buckets. */
    public Walk walk(Hop.Ingress ingress, Packet packet) {
        return walk(ingress, packet, BucketChoice.openVSwitch());
    }

    /** The way of {@code packet}; where it is copied, or {@code choice} leaves several buckets, the way of the first. */
    public Walk walk(Hop.Ingress ingress, Packet packet, BucketChoice choice) {
        List<Hop> hops = new ArrayList<>();
        Set<Packet> seen = new HashSet<>();
        Hop.Ingress at = ingress;
        Packet now = arriving(ingress, packet);
        while (seen.add(now.with(Field.IP_TTL, 0).with(Field.METADATA, at.dpid().value()))) {
            Passage passage = passages(at, now, choice).getFirst();
            hops.add(new Hop(at, now, passage));
            if (passage.emissions().isEmpty()) {
                return new Walk(hops, new Walk.Dropped(at.dpid()));
            }
            Arrival arrival = follow(at.dpid(), passage.emissions().getFirst());
            switch (arrival) {
                case Arrival.Ended ended -> {
                    return new Walk(hops, ended.outcome());
                }
                case Arrival.At next -> {
                    at = next.ingress();
                    now = next.packet();
                }
            }
        }
        return new Walk(hops, new Walk.Loop(at.dpid()));
    }

    /** What the switch at {@code ingress} does with {@code packet}: one way for each bucket that {@code choice} leaves. */
    public List<Passage> passages(Hop.Ingress ingress, Packet packet, BucketChoice choice) {
        Set<PortNumber> live = livePorts(ingress.dpid());
        return tables.of(ingress.dpid()).process(arriving(ingress, packet), live::contains, choice);
    }

    /** Where what left {@code dpid} gets to. */
    public Arrival follow(DatapathId dpid, Emission emission) {
        return switch (emission) {
            case Emission.ToController controller ->
                new Arrival.Ended(new Walk.ToController(dpid, controller.reason(), controller.packet()));
            case Emission.ThroughPort through -> {
                ConnectPoint from = new ConnectPoint(dpid, through.port());
                Optional<ConnectPoint> peer = peer(from);
                yield peer.<Arrival>map(to -> {
                            Hop.Ingress next = new Hop.Ingress.AtPort(to);
                            return new Arrival.At(next, arriving(next, through.packet()));
                        })
                        .orElseGet(() -> new Arrival.Ended(new Walk.Delivered(from, through.packet())));
            }
        };
    }

    /** The end of one hop. */
    public sealed interface Arrival {

        /** At another switch. */
        record At(Hop.Ingress ingress, Packet packet) implements Arrival {}

        /** Nowhere else. */
        record Ended(Walk.Outcome outcome) implements Arrival {}
    }

    /** What switches hold, made ready for look-ups when a packet first comes to them. */
    private record Tables(
            ForwardingPlan plan, Predicate<ForwardingRule> isHeld, Map<DatapathId, SimulatedSwitch> switches) {
        SimulatedSwitch of(DatapathId dpid) {
            return switches.computeIfAbsent(dpid, key -> new SimulatedSwitch(key, plan.forSwitch(key), isHeld));
        }
    }

    private static Packet arriving(Hop.Ingress ingress, Packet packet) {
        long port = switch (ingress) {
            case Hop.Ingress.AtPort at -> at.point().port().value();
            case Hop.Ingress.FromController ignored -> Pipeline.CONTROLLER_PORT;
        };
        return packet.with(Field.IN_PORT, port);
    }
}
