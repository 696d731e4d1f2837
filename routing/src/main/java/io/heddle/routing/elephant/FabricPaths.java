package io.heddle.routing.elephant;

import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.plan.LiveCables;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Port;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The {@link PathSpace} of a recognised fabric, with the names of its numbers.
 *
 * <p>Capacities are in bit/s; a cable has that of its slower end. A cable that is dead in the eyes of the planner has none, in both
 * directions.
 */
public final class FabricPaths {

    private final PathSpace space;
    private final Map<ConnectPoint, Integer> hosts;
    /** For the lower end of each cable its place among those up from its switch. */
    private final Map<ConnectPoint, Integer> places;

    private final List<List<ConnectPoint>> upsOfEdge;
    private final List<List<ConnectPoint>> onsOfAggregation;

    private FabricPaths(Survey survey) {
        this.space = survey.builder.build();
        this.hosts = survey.hosts;
        this.places = survey.places;
        this.upsOfEdge = survey.upsOfEdge.stream().map(List::copyOf).toList();
        this.onsOfAggregation =
                survey.onsOfAggregation.stream().map(List::copyOf).toList();
    }

    /**
     * The paths of a fabric; none where it is no Clos.
     *
     * @param assumedBitsPerSecond the capacity of ports of which none is known
     */
    public static Optional<FabricPaths> of(FabricModel model, long assumedBitsPerSecond) {
        return switch (model.recognition().design()) {
            case FabricDesign.FatTree ignored -> Optional.of(survey(model, assumedBitsPerSecond));
            case FabricDesign.LeafSpine ignored -> Optional.of(survey(model, assumedBitsPerSecond));
            case FabricDesign.FoldedClos ignored -> Optional.of(survey(model, assumedBitsPerSecond));
            case FabricDesign.Irregular ignored -> Optional.empty();
        };
    }

    private static FabricPaths survey(FabricModel model, long assumed) {
        Survey survey = new Survey(model, assumed);
        survey.addSwitches();
        survey.addCables();
        survey.addHosts();
        return new FabricPaths(survey);
    }

    /** The paths as numbers. */
    public PathSpace space() {
        return space;
    }

    /** The number of the host at a port, if it is a host port of the blueprint. */
    public OptionalInt host(ConnectPoint port) {
        Integer number = hosts.get(port);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** The path number of a way between two hosts, dead or alive; {@link Placement#HASHED} where there is no such way. */
    public int path(int source, int destination, List<ConnectPoint> ways) {
        int from = space.edgeOf(source);
        int to = space.edgeOf(destination);
        int length = from == to ? 0 : space.isOverCores(from, to) ? 2 : 1;
        if (length == 0 || ways.size() != length || !upsOfEdge.get(from).contains(ways.getFirst())) {
            return Placement.HASHED;
        }
        int up = place(ways.getFirst());
        if (length == 1) {
            return up * space.width();
        }
        boolean isOn = onsOfAggregation.get(space.aggregationAbove(from, up)).contains(ways.getLast());
        return isOn ? up * space.width() + place(ways.getLast()) : Placement.HASHED;
    }

    private int place(ConnectPoint port) {
        return Objects.requireNonNull(places.get(port));
    }

    /** The way of a path number between two hosts; empty for {@link Placement#HASHED}. */
    public List<ConnectPoint> ways(int source, int destination, int path) {
        if (path == Placement.HASHED) {
            return List.of();
        }
        int from = space.edgeOf(source);
        int up = path / space.width();
        ConnectPoint first = upsOfEdge.get(from).get(up);
        if (!space.isOverCores(from, space.edgeOf(destination))) {
            return List.of(first);
        }
        int aggregation = space.aggregationAbove(from, up);
        return List.of(first, onsOfAggregation.get(aggregation).get(path % space.width()));
    }

    /** One look at a fabric. */
    private static final class Survey {
        private final FabricModel model;
        private final Blueprint blueprint;
        private final long assumed;
        private final boolean isTwoTier;
        private final PathSpaceBuilder builder = new PathSpaceBuilder();
        private final Map<DatapathId, Integer> numbers = new HashMap<>();
        private final Map<ConnectPoint, Integer> hosts = new HashMap<>();
        private final Map<ConnectPoint, Integer> places = new HashMap<>();
        private final List<List<ConnectPoint>> upsOfEdge = new ArrayList<>();
        private final List<List<ConnectPoint>> onsOfAggregation = new ArrayList<>();

        Survey(FabricModel model, long assumed) {
            this.model = model;
            this.blueprint = model.recognition().blueprint();
            this.assumed = assumed;
            this.isTwoTier = model.recognition().design() instanceof FabricDesign.LeafSpine;
        }

        void addSwitches() {
            blueprint.positions().entrySet().stream()
                    .sorted(Map.Entry.<DatapathId, Position>comparingByValue())
                    .forEach(entry -> numbers.put(entry.getKey(), add(entry.getValue())));
        }

        private int add(Position place) {
            if (place.tier() == Tier.EDGE) {
                upsOfEdge.add(new ArrayList<>());
                return builder.addEdge(place.pod());
            }
            if (place.tier() == Tier.CORE && !isTwoTier) {
                return builder.addCore();
            }
            onsOfAggregation.add(new ArrayList<>());
            return builder.addAggregation(place.pod());
        }

        void addCables() {
            Set<Cable> alive = new HashSet<>(LiveCables.of(model));
            blueprint.cables().stream()
                    .filter(cable -> numbers.containsKey(cable.first().dpid())
                            && numbers.containsKey(cable.second().dpid()))
                    .sorted(Comparator.comparing(this::lowerEnd))
                    .forEach(cable -> add(cable, alive.contains(cable) ? bitsPerSecond(cable) : 0));
        }

        private void add(Cable cable, double capacity) {
            ConnectPoint end = lowerEnd(cable);
            int below = number(end);
            int above = number(cable.opposite(end));
            boolean isFromEdge = tier(end) == Tier.EDGE;
            List<ConnectPoint> ups = (isFromEdge ? upsOfEdge : onsOfAggregation).get(below);
            places.put(end, ups.size());
            ups.add(end);
            if (isFromEdge) {
                builder.lowerCable(below, above, capacity);
            } else {
                builder.upperCable(below, above, capacity);
            }
        }

        void addHosts() {
            blueprint.hostNumbers().keySet().stream()
                    .filter(port -> numbers.containsKey(port.dpid()) && tier(port) == Tier.EDGE)
                    .forEach(port -> hosts.put(port, builder.addHost(number(port), bitsPerSecond(port))));
        }

        private ConnectPoint lowerEnd(Cable cable) {
            return tier(cable.first()).compareTo(tier(cable.second())) < 0 ? cable.first() : cable.second();
        }

        private Tier tier(ConnectPoint end) {
            return Objects.requireNonNull(blueprint.positions().get(end.dpid())).tier();
        }

        private int number(ConnectPoint end) {
            return Objects.requireNonNull(numbers.get(end.dpid()));
        }

        private double bitsPerSecond(Cable cable) {
            return Math.min(bitsPerSecond(cable.first()), bitsPerSecond(cable.second()));
        }

        private double bitsPerSecond(ConnectPoint end) {
            long known = model.topology().port(end).map(Port::bitsPerSecond).orElse(0L);
            return known > 0 ? known : assumed;
        }
    }
}
