package io.heddle.controller.state;

import io.heddle.routing.elephant.FabricPaths;
import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.plan.Residents;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.verify.EcmpPaths;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Link;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The ways that flows could take through a fabric, and those that the hash gives them; kept from one decision to the next, because
 * both take long to find out in a large fabric and neither changes as long as the facts do not.
 *
 * @param understanding what the fabric was taken for
 * @param residents the facts, and who is where
 * @param paths all ways
 * @param ecmp predicts the hash
 * @param hashes how switches hash, as far as that is known
 * @param hashed the ways of flows that were asked for already
 */
public record Prospect(
        Understanding understanding,
        Residents residents,
        FabricPaths paths,
        EcmpPaths ecmp,
        SortedMap<DatapathId, HashVariant> hashes,
        SortedMap<FlowKey, List<ConnectPoint>> hashed) {

    public Prospect {
        hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
        hashed = Collections.unmodifiableSortedMap(new TreeMap<>(hashed));
    }

    private Topology topology() {
        return residents.topology();
    }

    /** The prospect of a fabric; none where it is no Clos. What {@code before} knows and still holds is kept. */
    static Optional<Prospect> of(
            Understanding understanding,
            Residents residents,
            FabricModel model,
            SortedMap<DatapathId, HashVariant> hashes,
            long capacity,
            Optional<Prospect> before) {
        return before.map(known -> known.paths().next(model))
                .orElseGet(() -> FabricPaths.of(model, capacity))
                .map(paths -> new Prospect(
                        understanding,
                        residents,
                        paths,
                        new EcmpPaths(
                                understanding.plan(),
                                residents.topology(),
                                understanding.recognition().blueprint(),
                                hashes),
                        hashes,
                        before.map(known -> known.lasting(understanding, residents, hashes))
                                .orElseGet(TreeMap::new)));
    }

    /**
     * The predictions that still hold in another state of the fabric: of flows from the same host, whose way up, and the turn, passes only
     * switches that hold, see and hash what they did. A cut cable changes few switches, and to predict takes long.
     */
    private SortedMap<FlowKey, List<ConnectPoint>> lasting(
            Understanding now, Residents facts, SortedMap<DatapathId, HashVariant> hashing) {
        Map<DatapathId, Boolean> same = new HashMap<>();
        SortedMap<FlowKey, List<ConnectPoint>> kept = new TreeMap<>();
        hashed.forEach((flow, ways) -> {
            Optional<Host> source = residents.at(flow.source());
            boolean isFromSameHost = source.isPresent() && source.equals(facts.at(flow.source()));
            if (isFromSameHost
                    && !ways.isEmpty()
                    && passed(ways)
                            .allMatch(dpid ->
                                    same.computeIfAbsent(dpid, each -> isSame(each, now, facts.topology(), hashing)))) {
                kept.put(flow, ways);
            }
        });
        return kept;
    }

    private Stream<DatapathId> passed(List<ConnectPoint> ways) {
        return Stream.concat(
                ways.stream().map(ConnectPoint::dpid),
                topology().linkFrom(ways.getLast()).map(link -> link.to().dpid()).stream());
    }

    @SuppressWarnings(
            "ReferenceEquality") // a plan and a topology keep the instances of switches that a change does not concern
    private boolean isSame(
            DatapathId dpid, Understanding now, Topology facts, SortedMap<DatapathId, HashVariant> hashing) {
        return understanding.plan().switches().get(dpid)
                        == now.plan().switches().get(dpid)
                && topology().switches().get(dpid) == facts.switches().get(dpid)
                && topology().links().at(dpid) == facts.links().at(dpid)
                && Objects.equals(hashes.get(dpid), hashing.get(dpid));
    }

    /** Whether it still is what it would be if it were made anew. */
    @SuppressWarnings("ReferenceEquality") // both keep their instances when nothing changed
    boolean holdsFor(Understanding now, Residents facts, SortedMap<DatapathId, HashVariant> hashing) {
        return residents.isSame(facts) && understanding.recognition() == now.recognition() && hashes.equals(hashing);
    }

    /** This prospect knowing the hashed ways of {@code flows}, and of no other. */
    Prospect predicting(Collection<FlowKey> flows) {
        SortedMap<FlowKey, List<ConnectPoint>> known = new TreeMap<>();
        for (FlowKey flow : flows) {
            List<ConnectPoint> ways = hashed.get(flow);
            known.put(flow, ways == null ? predicted(flow) : ways);
        }
        return new Prospect(understanding, residents, paths, ecmp, hashes, known);
    }

    private List<ConnectPoint> predicted(FlowKey flow) {
        return residents
                .at(flow.source())
                .map(source -> ecmp.path(source, flow).ways())
                .orElse(List.of());
    }

    /** The way that the hash gives {@code flow}; empty where that is not known. */
    List<ConnectPoint> hashed(FlowKey flow) {
        return hashed.getOrDefault(flow, List.of());
    }

    /** A live way of {@code flow} through {@code switchAbove}: the first of {@code liked} that is one, or else the lowest. */
    Optional<List<ConnectPoint>> through(FlowKey flow, DatapathId switchAbove, List<List<ConnectPoint>> liked) {
        List<List<ConnectPoint>> ways = new ArrayList<>();
        for (List<ConnectPoint> each : waysOf(flow)) {
            if (passes(each, switchAbove)) {
                ways.add(each);
            }
        }
        return liked.stream()
                .filter(ways::contains)
                .findFirst()
                .or(() -> ways.stream().findFirst());
    }

    private List<List<ConnectPoint>> waysOf(FlowKey flow) {
        OptionalInt source = hostAt(flow.source());
        OptionalInt destination = hostAt(flow.destination());
        List<List<ConnectPoint>> ways = new ArrayList<>();
        if (source.isEmpty() || destination.isEmpty()) {
            return ways;
        }
        int from = paths.space().edgeOf(source.getAsInt());
        int to = paths.space().edgeOf(destination.getAsInt());
        for (int path = 0; from != to && path < paths.space().pathNumbers(); path++) {
            if (paths.space().isUsable(from, to, path)) {
                ways.add(paths.ways(source.getAsInt(), destination.getAsInt(), path));
            }
        }
        return ways;
    }

    private OptionalInt hostAt(Ipv4Address address) {
        return residents.at(address).map(host -> paths.host(host.location())).orElseGet(OptionalInt::empty);
    }

    private boolean passes(List<ConnectPoint> ways, DatapathId switchAbove) {
        boolean isTurn = topology()
                .linkFrom(ways.getLast())
                .map(Link::to)
                .filter(to -> to.dpid().equals(switchAbove))
                .isPresent();
        return isTurn || (ways.size() > 1 && ways.getLast().dpid().equals(switchAbove));
    }
}
