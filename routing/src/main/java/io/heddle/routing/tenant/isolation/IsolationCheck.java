package io.heddle.routing.tenant.isolation;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.routing.verify.space.PacketSpace;
import io.heddle.routing.verify.space.SymbolicPacket;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Compares what the tables of servers do with what tenants asked for, port by port and packet by packet. */
public final class IsolationCheck {

    /** When sets have grown to so many nodes, what they have in common is let go of and begun anew. */
    private static final int LARGEST = 1 << 21;

    private final Standing standing;
    private final Reach reach;

    /** A check of servers that hold {@code tables}. */
    public IsolationCheck(Standing standing, SortedMap<DatapathId, SwitchPlan> tables) {
        this.standing = standing;
        reach = new Reach(standing, tables);
    }

    /** An interface, and what is plugged in there: a port, unless it is plugged in elsewhere first, or there is no such port. */
    private record Source(End end, Optional<TenantPort> port, List<ConnectPoint> places) {}

    /**
     * What is to be checked.
     *
     * @param isAsked from which ports; of those that are none, all are asked for
     * @param withOutside whether from outside, too
     * @param withConnections whether to tell what may begin
     */
    public record Scope(Predicate<TenantPort> isAsked, boolean withOutside, boolean withConnections) {

        /** Everything, but without telling what may begin. */
        public static Scope everything() {
            return new Scope(port -> true, true, false);
        }
    }

    /**
     * Checks what is sent from where it is asked for.
     *
     * @param isGivenUp whether nobody waits for the verdict any more
     */
    public Verdict check(Scope scope, BooleanSupplier isGivenUp) {
        Tally tally = new Tally(scope.withConnections());
        List<Source> sources = sources(scope);
        PacketSpace space = new PacketSpace();
        Permissions permissions = new Permissions(standing, space);
        boolean isComplete = true;
        for (Source source : sources) {
            if (isGivenUp.getAsBoolean()) {
                isComplete = false;
                break;
            }
            if (space.size() > LARGEST) {
                tally.nodes[0] += space.size();
                space = new PacketSpace();
                permissions = new Permissions(standing, space);
            }
            check(source, permissions, tally);
        }
        tally.nodes[0] += space.size();
        return tally.verdict(isComplete, reach.rulesPassed());
    }

    /** Those of one network after the other, as they have much in common. */
    private List<Source> sources(Scope scope) {
        SortedMap<String, List<Source>> byNetwork = new TreeMap<>();
        standing.servers()
                .values()
                .forEach(server -> server.plugged().forEach((id, number) -> {
                    ConnectPoint place = new ConnectPoint(server.bridge(), number);
                    Optional<TenantPort> port = standing.state().ports().find(id);
                    boolean isThere = place.equals(standing.locations().get(id));
                    if (port.filter(scope.isAsked().negate()).isEmpty()) {
                        End end = isThere ? new End.AtPort(id) : new End.Astray(place);
                        byNetwork
                                .computeIfAbsent(
                                        port.map(TenantPort::network)
                                                .map(NetworkId::toString)
                                                .orElse(""),
                                        key -> new ArrayList<>())
                                .add(new Source(end, isThere ? port : Optional.empty(), List.of(place)));
                    }
                }));
        List<Source> sources = new ArrayList<>();
        byNetwork.values().forEach(sources::addAll);
        if (scope.withOutside()) {
            standing.state().segments().keySet().stream()
                    .map(Segment::physicalNetwork)
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .forEach(name ->
                            sources.add(new Source(new End.Outside(name), Optional.empty(), reach.uplinks(name))));
        }
        return sources;
    }

    private void check(Source source, Permissions permissions, Tally tally) {
        Headers headers = permissions.headers();
        PacketSet balanced = Balanced.packets(standing.state(), source.port().map(TenantPort::network), headers);
        List<Arrival> arrivals = sent(source, headers.space().everything().minus(balanced), headers);
        Harvest harvest = Harvest.of(standing, headers, source.end(), arrivals);
        Map<End, Bounds> expected = expected(source, permissions);
        Set<End> ends = new LinkedHashSet<>(expected.keySet());
        ends.addAll(harvest.ends());
        Comparison comparison = new Comparison(source, headers, harvest, tally);
        for (End end : ends) {
            Bounds bounds = expected.getOrDefault(end, new Bounds(headers.nothing(), headers.nothing()))
                    .without(balanced);
            comparison.compare(end, bounds);
            converse(source, end, bounds, harvest, permissions, tally);
        }
        source.port()
                .ifPresent(port -> new Answers(standing, permissions)
                        .faults(port, harvest)
                        .forEach(fault -> tally.add(new Difference(
                                fault.kind(),
                                source.end(),
                                new End.AtPort(fault.about()),
                                headers.space().example(fault.asked()),
                                List.of()))));
        tally.ports[0]++;
    }

    private Map<End, Bounds> expected(Source source, Permissions permissions) {
        return switch (source.end()) {
            case End.AtPort(PortId id) -> source.port().map(permissions::from).orElse(Map.of());
            case End.Outside(String name) -> permissions.fromOutside(name);
            case End.Astray ignored -> Map.of();
        };
    }

    private void converse(Source from, End end, Bounds bounds, Harvest harvest, Permissions permissions, Tally tally) {
        Conversations conversations = new Conversations(standing, reach, permissions);
        Headers headers = permissions.headers();
        if (tally.withConnections && from.port().isPresent()) {
            connection(from, end, conversations, harvest).ifPresent(tally::add);
        }
        PacketSet begun = bounds.must().and(headers.ip()).minus(headers.services());
        if (begun.isEmpty()) {
            return;
        }
        for (Arrival arrival : harvest.at(end)) {
            if (harvest.isTaken(arrival)) {
                losses(from, end, begun, arrival, conversations)
                        .forEach(loss -> tally.add(new Difference(
                                loss.kind(), from.end(), end, headers.space().example(loss.packets()), List.of())));
            }
        }
    }

    /** What gets lost of connections that begin so. */
    private List<Conversations.Loss> losses(
            Source from, End end, PacketSet begun, Arrival arrival, Conversations conversations) {
        Returns returns = new Returns(standing, reach, conversations);
        Optional<TenantPort> target = conversations.port(end);
        if (from.port().isPresent() && target.isPresent()) {
            return conversations.losses(from.port().get(), target.get(), begun, arrival);
        }
        Optional<PacketSet> lost = Optional.empty();
        if (from.port().isPresent() && end instanceof End.Outside(String network)) {
            lost = returns.lost(from.port().get(), network, begun, arrival);
        } else if (target.isPresent() && from.end() instanceof End.Outside(String network)) {
            lost = returns.kept(target.get(), network, begun, arrival);
        }
        return lost.map(answers -> new Conversations.Loss(Difference.Kind.REPLY_LOST, answers)).stream()
                .toList();
    }

    private Optional<Connection> connection(Source source, End end, Conversations conversations, Harvest harvest) {
        Headers headers = conversations.permissions().headers();
        PacketSet begun = harvest.at(end).stream()
                .filter(harvest::isTaken)
                .map(arrival -> conversations.begun(source.port().orElseThrow(), arrival))
                .reduce(headers.nothing(), PacketSet::or);
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        Packet witness = headers.space().example(begun);
        return Optional.of(new Connection(
                source.end(),
                end,
                new Openings(headers).services(begun),
                witness,
                passed(source, end, witness, headers)));
    }

    /** What one end sent, held against what may and must arrive. */
    private final class Comparison {

        private final Source source;
        private final Headers headers;
        private final Harvest harvest;
        private final Tally tally;

        Comparison(Source source, Headers headers, Harvest harvest, Tally tally) {
            this.source = source;
            this.headers = headers;
            this.harvest = harvest;
            this.tally = tally;
        }

        void compare(End end, Bounds bounds) {
            PacketSet extra = harvest.got(end, headers).minus(bounds.may());
            PacketSet missing = bounds.must().minus(harvest.taken(end, headers));
            if (!extra.isEmpty()) {
                tally.add(difference(Difference.Kind.POSSIBLE_BUT_NOT_ALLOWED, end, extra));
            }
            if (!missing.isEmpty()) {
                tally.add(difference(Difference.Kind.ALLOWED_BUT_NOT_POSSIBLE, end, missing));
            }
            tally.pairs[0]++;
            PacketSet beginnings = bounds.must().and(headers.beginnings()).minus(headers.services());
            tally.joined[0] += beginnings.isEmpty() ? 0 : 1;
        }

        private Difference difference(Difference.Kind kind, End end, PacketSet packets) {
            Packet witness = headers.space().example(packets);
            return new Difference(kind, source.end(), end, witness, passed(source, end, witness, headers));
        }
    }

    /** The rules that a packet passes on its way to an end, none if it does not get there. */
    private List<PassedRule> passed(Source source, End end, Packet witness, Headers headers) {
        return sent(source, headers.space().of(witness), headers).stream()
                .filter(arrival -> arrival.end().equals(end))
                .findFirst()
                .map(Arrival::passed)
                .orElse(List.of());
    }

    private List<Arrival> sent(Source source, PacketSet packets, Headers headers) {
        List<Arrival> arrivals = new ArrayList<>();
        for (ConnectPoint place : source.places()) {
            arrivals.addAll(reach.from(headers.space(), States.before(headers), place, SymbolicPacket.of(packets)));
        }
        return arrivals;
    }

    /** What is counted while a check goes on. */
    private static final class Tally {

        private final int[] ports = {0};
        private final int[] pairs = {0};
        private final int[] joined = {0};
        private final int[] found = {0};
        private final long[] nodes = {0};
        private final List<Difference> differences = new ArrayList<>();
        private final List<Connection> connections = new ArrayList<>();
        private final boolean withConnections;

        Tally(boolean withConnections) {
            this.withConnections = withConnections;
        }

        void add(Connection connection) {
            if (connections.size() < Verdict.CONNECTIONS_AT_MOST) {
                connections.add(connection);
            }
        }

        void add(Difference difference) {
            found[0]++;
            if (differences.size() < Verdict.AT_MOST) {
                differences.add(difference);
            }
        }

        Verdict verdict(boolean isComplete, long rulesPassed) {
            return new Verdict(
                    ports[0],
                    pairs[0],
                    joined[0],
                    differences,
                    found[0],
                    connections,
                    isComplete,
                    new Verdict.Work(rulesPassed, nodes[0]));
        }
    }
}
