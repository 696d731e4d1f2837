package io.heddle.rest.view;

import io.heddle.rest.ElephantSnapshot;
import io.heddle.rest.ElephantSnapshot.Elephant;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.view.ElephantsRepresentation.ElephantRepresentation;
import io.heddle.rest.view.ElephantsRepresentation.PinRepresentation;
import io.heddle.rest.view.ElephantsRepresentation.RulesRepresentation;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.RoutedPlaces;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Link;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The large flows as they are written. */
final class ElephantView {

    private final Topology topology;
    private final ForwardingPlan plan;
    private final Ends ends;
    private final SortedMap<DatapathId, List<Link>> leaving = new TreeMap<>();

    private ElephantView(Topology topology, ForwardingPlan plan) {
        this.topology = topology;
        this.plan = plan;
        this.ends = new Ends(topology);
    }

    static ElephantsRepresentation of(FabricSnapshot snapshot) {
        ElephantSnapshot elephants = snapshot.elephants();
        ElephantView view = new ElephantView(snapshot.topology(), snapshot.plan());
        if (!elephants.flows().isEmpty()) {
            snapshot.topology()
                    .liveLinks()
                    .forEach(link -> view.leaving
                            .computeIfAbsent(link.from().dpid(), dpid -> new ArrayList<>())
                            .add(link));
        }
        return new ElephantsRepresentation(
                elephants.scheduler().text(),
                Arrays.stream(SchedulerName.values()).map(SchedulerName::text).toList(),
                elephants.bitsPerSecond(),
                elephants.hashedBitsPerSecond(),
                new RulesRepresentation(
                        elephants.rules(), elephants.mostRules(), elephants.rulesPerSwitch(), elephants.refused()),
                elephants.flows().stream().map(view::elephant).toList(),
                elephants.pins().entrySet().stream()
                        .map(pin -> new PinRepresentation(
                                FlowIds.representation(pin.getKey()),
                                pin.getValue().toString(),
                                view.ends.name(pin.getValue())))
                        .toList());
    }

    private ElephantRepresentation elephant(Elephant elephant) {
        Optional<Long> gain = elephant.expectedBitsPerSecond()
                .flatMap(expected -> elephant.hashedBitsPerSecond().map(hashed -> expected - hashed));
        return new ElephantRepresentation(
                FlowIds.representation(elephant.flow()),
                elephant.vni(),
                elephant.bitsPerSecond(),
                elephant.relativeError(),
                elephant.firstSeen(),
                elephant.isSteered(),
                why(elephant.reason()),
                path(elephant.ways(), elephant.flow().destination()),
                path(elephant.hashedWays(), elephant.flow().destination()),
                elephant.expectedBitsPerSecond(),
                gain);
    }

    private static String why(ElephantSnapshot.Reason reason) {
        return switch (reason) {
            case UNDECIDED -> "Nothing was decided about it yet.";
            case PINNED -> "An operator pinned it.";
            case GAIN -> "Where the hash would send it, it would carry less.";
            case ROOM -> "It makes room for others.";
            case HASH -> "The hash serves it well enough.";
            case REFUSED -> "It was to be steered, but no switch on that way could take it.";
        };
    }

    /** {@code ways} and from their end the one way down. */
    private List<EndRepresentation> path(List<ConnectPoint> ways, Ipv4Address destination) {
        Optional<ConnectPoint> end = Optional.ofNullable(topology.hosts().get(destination))
                .or(() -> RoutedPlaces.of(plan, destination))
                .map(Host::location);
        if (ways.isEmpty() || end.isEmpty()) {
            return List.of();
        }
        List<ConnectPoint> points = new ArrayList<>(ways);
        topology.linkFrom(ways.getLast())
                .map(turn -> down(turn.to().dpid(), end.get().dpid()))
                .ifPresent(points::addAll);
        points.add(end.get());
        return points.stream().map(ends::of).toList();
    }

    private List<ConnectPoint> down(DatapathId from, DatapathId to) {
        for (Link first : leaving(from)) {
            if (first.to().dpid().equals(to)) {
                return List.of(first.from());
            }
        }
        for (Link first : leaving(from)) {
            for (Link second : leaving(first.to().dpid())) {
                if (second.to().dpid().equals(to)) {
                    return List.of(first.from(), second.from());
                }
            }
        }
        return List.of();
    }

    private List<Link> leaving(DatapathId dpid) {
        return leaving.getOrDefault(dpid, List.of());
    }
}
