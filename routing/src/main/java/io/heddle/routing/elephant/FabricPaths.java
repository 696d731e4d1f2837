package io.heddle.routing.elephant;

import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.plan.LiveCables;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The {@link PathSpace} of a recognised fabric, with the names of its numbers.
 *
 * <p>Capacities are in bit/s; a cable has that of its slower end. A cable that is dead in the eyes of the planner has none, in both
 * directions.
 *
 * <p>It is kept from one state of the fabric to the {@link #next}, for which only the switches are looked at where something changed.
 */
public final class FabricPaths {

    private final FabricModel model;
    private final long assumed;
    private final PathSpace space;
    private final Map<ConnectPoint, Integer> hosts;
    /** The cables and host ports of each switch, a cable at both its ends. */
    private final Map<DatapathId, Ends> ends;
    /** For the lower end of each cable its place among those up from its switch. */
    private final Map<ConnectPoint, Integer> places;

    private final List<List<ConnectPoint>> upsOfEdge;
    private final List<List<ConnectPoint>> onsOfAggregation;

    /**
     * A cable as links: one up, and a share of the trunk down.
     *
     * @param cable the cable
     * @param isFromEdge whether its lower end is an edge switch
     * @param below the number of the switch below
     * @param above the number of the switch above
     * @param place its place among the cables up from the switch below
     */
    private record Strand(Cable cable, boolean isFromEdge, int below, int above, int place) {}

    private record Ends(List<Strand> strands, List<ConnectPoint> hostPorts) {

        static Ends none() {
            return new Ends(new ArrayList<>(), new ArrayList<>());
        }
    }

    private FabricPaths(Survey survey) {
        this.model = survey.model;
        this.assumed = survey.assumed;
        this.ends = survey.ends;
        this.space = survey.builder.build();
        this.hosts = survey.hosts;
        this.places = survey.places;
        this.upsOfEdge = survey.upsOfEdge.stream().map(List::copyOf).toList();
        this.onsOfAggregation =
                survey.onsOfAggregation.stream().map(List::copyOf).toList();
    }

    private FabricPaths(FabricPaths before, FabricModel changed, double[] capacities) {
        this.model = changed;
        this.assumed = before.assumed;
        this.ends = before.ends;
        this.space = before.space.withCapacities(capacities);
        this.hosts = before.hosts;
        this.places = before.places;
        this.upsOfEdge = before.upsOfEdge;
        this.onsOfAggregation = before.onsOfAggregation;
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

    /** What {@link #of} gives for {@code changed}; cheap where that is the same fabric in another state. */
    public Optional<FabricPaths> next(FabricModel changed) {
        return isSameFabric(changed)
                ? Optional.of(new FabricPaths(this, changed, capacitiesIn(changed.topology())))
                : of(changed, assumed);
    }

    @SuppressWarnings("ReferenceEquality") // most changes leave the blueprint's instance as it is
    private boolean isSameFabric(FabricModel changed) {
        Blueprint before = model.recognition().blueprint();
        Blueprint after = changed.recognition().blueprint();
        return changed.recognition().design().equals(model.recognition().design())
                && (before == after || before.equals(after));
    }

    private double[] capacitiesIn(Topology changed) {
        double[] capacity = space.capacities();
        ends.forEach((dpid, own) -> {
            if (isChanged(dpid, changed)) {
                own.strands().forEach(strand -> put(strand, bitsPerSecond(strand.cable(), changed, assumed), capacity));
                own.hostPorts().forEach(port -> {
                    int host = Objects.requireNonNull(hosts.get(port));
                    capacity[space.linkFrom(host)] = bitsPerSecond(port, changed, assumed);
                    capacity[space.linkTo(host)] = capacity[space.linkFrom(host)];
                });
            }
        });
        return capacity;
    }

    @SuppressWarnings("ReferenceEquality") // a topology keeps the instances of what did not change
    private boolean isChanged(DatapathId dpid, Topology changed) {
        return model.topology().switches().get(dpid) != changed.switches().get(dpid)
                || model.topology().links().at(dpid) != changed.links().at(dpid);
    }

    /** A cable that is met at its other end once more changes nothing the second time. */
    private void put(Strand strand, double bitsPerSecond, double[] capacity) {
        int below = strand.below();
        int above = strand.above();
        int up = strand.isFromEdge() ? space.upLink(below, strand.place()) : space.onLink(below, strand.place());
        int down = strand.isFromEdge()
                ? space.aggregationDown(above, below)
                : space.coreDown(above, space.podOfAggregation(below));
        capacity[down] += bitsPerSecond - capacity[up];
        capacity[up] = bitsPerSecond;
    }

    private static double bitsPerSecond(Cable cable, Topology topology, long assumed) {
        return LiveCables.isAlive(cable, topology)
                ? Math.min(
                        bitsPerSecond(cable.first(), topology, assumed),
                        bitsPerSecond(cable.second(), topology, assumed))
                : 0;
    }

    private static double bitsPerSecond(ConnectPoint end, Topology topology, long assumed) {
        long known = topology.port(end).map(Port::bitsPerSecond).orElse(0L);
        return known > 0 ? known : assumed;
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
        private final Map<DatapathId, Ends> ends = new TreeMap<>();
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

        /** By lower end, so that each has its place there. */
        void addCables() {
            SortedMap<ConnectPoint, Cable> byLowerEnd = new TreeMap<>();
            for (Cable cable : blueprint.cables()) {
                if (numbers.containsKey(cable.first().dpid())
                        && numbers.containsKey(cable.second().dpid())) {
                    byLowerEnd.put(lowerEnd(cable), cable);
                }
            }
            byLowerEnd.forEach(this::add);
        }

        private void add(ConnectPoint end, Cable cable) {
            double capacity = bitsPerSecond(cable, model.topology(), assumed);
            int below = number(end);
            int above = number(cable.opposite(end));
            boolean isFromEdge = tier(end) == Tier.EDGE;
            List<ConnectPoint> ups = (isFromEdge ? upsOfEdge : onsOfAggregation).get(below);
            Strand strand = new Strand(cable, isFromEdge, below, above, ups.size());
            endsOf(cable.first()).strands().add(strand);
            endsOf(cable.second()).strands().add(strand);
            places.put(end, ups.size());
            ups.add(end);
            if (isFromEdge) {
                builder.lowerCable(below, above, capacity);
            } else {
                builder.upperCable(below, above, capacity);
            }
        }

        private Ends endsOf(ConnectPoint point) {
            return ends.computeIfAbsent(point.dpid(), dpid -> Ends.none());
        }

        void addHosts() {
            blueprint.hostNumbers().keySet().stream()
                    .filter(port -> numbers.containsKey(port.dpid()) && tier(port) == Tier.EDGE)
                    .forEach(this::addHost);
        }

        private void addHost(ConnectPoint port) {
            endsOf(port).hostPorts().add(port);
            hosts.put(port, builder.addHost(number(port), bitsPerSecond(port, model.topology(), assumed)));
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
    }
}
