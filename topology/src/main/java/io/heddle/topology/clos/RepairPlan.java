package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.PortNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** The re-plugs that give every wrong cable a place of the design, and the order in which to do them. */
final class RepairPlan {

    private static final int NONE = CablingGraph.NONE;

    /** A plug that has to leave {@code port} for a port of {@code target}, which is {@code NONE} when it just comes out. */
    private record Move(int port, int target, int kept) {}

    private final CablingGraph graph;
    private final Remembered remembered;
    private final IntPredicate isReserved;
    private final Map<Integer, List<Move>> movesOfCable = new LinkedHashMap<>();
    private final Map<Integer, ConnectPoint> targets = new HashMap<>();
    private final Set<ConnectPoint> taken = new HashSet<>();
    private final Set<CableAudit.Gap> filled = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param audit the wrong cables and the gaps
     * @param vacant how many cables to missing switches a switch should have
     * @param isReserved ports that belong to hosts
     */
    RepairPlan(CablingGraph graph, Remembered remembered, CableAudit audit, Vacancies vacant, IntPredicate isReserved) {
        this.graph = graph;
        this.remembered = remembered;
        this.isReserved = isReserved;
        int[] wrong = audit.wrong().stream().mapToInt(Integer::intValue).toArray();
        List<PlugMatching.Place> present = audit.gaps().stream()
                .map(gap -> new PlugMatching.Place(gap.lower(), gap.upper()))
                .toList();
        PlugMatching matching = new PlugMatching(graph, remembered, wrong, present, vacant.places(wrong));
        for (int gap = 0; gap < present.size(); gap++) {
            if (matching.isTaken(gap)) {
                filled.add(audit.gaps().get(gap));
            }
        }
        List<PlugMatching.Place> places = matching.result();
        for (int cable = 0; cable < wrong.length; cable++) {
            movesOfCable.put(wrong[cable], moves(wrong[cable], places.get(cable)));
        }
        choosePorts();
    }

    /** What has to be done with the wrong cable whose lower port is {@code port}: one step, or two when both plugs move. */
    List<Replug> replugsOf(int port) {
        return movesOfCable.getOrDefault(port, List.of()).stream()
                .map(this::replug)
                .toList();
    }

    /**
     * All steps in an order in which they can be done: a port that is still in use when its turn comes is freed by the step that
     * follows, so that plugs which change places stand one after the other.
     */
    List<Replug> steps() {
        Map<ConnectPoint, Replug> left = new LinkedHashMap<>();
        movesOfCable
                .values()
                .forEach(moves -> moves.forEach(move -> {
                    Replug replug = replug(move);
                    left.put(replug.from(), replug);
                }));
        Map<ConnectPoint, ConnectPoint> waitingFor = new HashMap<>();
        left.forEach((from, replug) -> replug.to().filter(left::containsKey).ifPresent(to -> waitingFor.put(to, from)));
        List<Replug> steps = new ArrayList<>();
        for (Replug replug : List.copyOf(left.values())) {
            // A target that is free starts a chain: whoever waits for the port that becomes free is next.
            if (replug.to().filter(left::containsKey).isEmpty()) {
                ConnectPoint next = replug.from();
                while (next != null && left.containsKey(next)) {
                    steps.add(Objects.requireNonNull(left.remove(next)));
                    next = waitingFor.get(next);
                }
            }
        }
        for (Replug replug : List.copyOf(left.values())) {
            Optional<ConnectPoint> next = Optional.of(replug.from());
            while (next.isPresent() && left.containsKey(next.get())) {
                Replug following = Objects.requireNonNull(left.remove(next.get()));
                steps.add(following);
                next = following.to();
            }
        }
        return steps;
    }

    /** Whether one of the steps fills {@code gap}. */
    boolean fills(CableAudit.Gap gap) {
        return filled.contains(gap);
    }

    private List<Move> moves(int cable, PlugMatching.Place place) {
        int lower = cable;
        int upper = graph.peer(cable);
        if (place.one() == NONE) {
            return List.of(new Move(upper, NONE, lower));
        }
        for (int kept : new int[] {lower, upper}) {
            if (graph.node(kept) == place.one()) {
                return List.of(new Move(graph.peer(kept), place.other(), kept));
            }
            if (graph.node(kept) == place.other()) {
                return List.of(new Move(graph.peer(kept), place.one(), kept));
            }
        }
        return List.of(new Move(lower, place.one(), upper), new Move(upper, place.other(), lower));
    }

    private Replug replug(Move move) {
        return new Replug(graph.point(move.port()), Optional.ofNullable(targets.get(move.port())));
    }

    /** Ports of the blueprint first, then those that another wrong plug leaves, then free ones, then ports still to be made. */
    private void choosePorts() {
        Map<Integer, List<Integer>> leaving = new HashMap<>();
        List<Move> all = movesOfCable.values().stream().flatMap(List::stream).toList();
        for (Move move : all) {
            leaving.computeIfAbsent(graph.node(move.port()), ignored -> new ArrayList<>())
                    .add(move.port());
        }
        List<Move> open = new ArrayList<>();
        for (Move move : all) {
            if (move.target() == NONE) {
                continue;
            }
            int across = remembered.portAcross(move.kept());
            boolean isKnown = across != NONE && graph.node(across) == move.target();
            boolean isUsable = isKnown
                    && (isFree(across)
                            || leaving.getOrDefault(move.target(), List.of()).contains(across));
            if (!isUsable || !choose(move, graph.point(across))) {
                open.add(move);
            }
        }
        for (Move move : open) {
            boolean isChosen = leaving.getOrDefault(move.target(), List.of()).stream()
                    .anyMatch(port -> choose(move, graph.point(port)));
            for (int port = graph.firstPort(move.target()); !isChosen && port < graph.endPort(move.target()); port++) {
                isChosen = isFree(port) && choose(move, graph.point(port));
            }
            for (int number = nextNumber(move.target()); !isChosen; number++) {
                isChosen = choose(move, new ConnectPoint(graph.dpid(move.target()), new PortNumber(number)));
            }
        }
    }

    private boolean choose(Move move, ConnectPoint port) {
        boolean isNew = taken.add(port);
        if (isNew) {
            targets.put(move.port(), port);
        }
        return isNew;
    }

    private boolean isFree(int port) {
        return graph.peer(port) == NONE && !graph.isUp(port) && !isReserved.test(port);
    }

    private int nextNumber(int node) {
        return graph.endPort(node) == graph.firstPort(node)
                ? 1
                : graph.number(graph.endPort(node) - 1).value() + 1;
    }
}
