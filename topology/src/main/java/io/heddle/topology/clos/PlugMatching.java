package io.heddle.topology.clos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs wrong cables with places of the design where one is missing, so that as few plugs as possible have to be moved.
 *
 * <p>A cable that has one end where a cable is missing costs one plug, so as many such pairs as possible are made (a maximum
 * matching, by augmenting paths): first with places between switches that are there, then with those towards missing switches (the
 * other plug just comes out and waits). What remains moves both plugs as long as there are places, or comes out.
 */
final class PlugMatching {

    private static final int NONE = CablingGraph.NONE;

    /** With more wrong cables than this a matching is still made, but it need not be the largest. */
    private static final int MAX_AUGMENTED = 2000;

    /** A place for a cable; {@code other} is {@code NONE} when that switch is missing. */
    record Place(int one, int other) {}

    private final CablingGraph graph;
    private final Remembered remembered;
    private final int[] wrong;
    private final List<Place> places = new ArrayList<>();
    private final Map<Integer, List<Integer>> placesOf = new HashMap<>();
    private final int[] placeOf;
    private final int[] cableAt;
    private final int[] right;

    /**
     * @param wrong the lower port of every wrong cable
     * @param present places between present switches
     * @param vacant places next to missing switches
     */
    PlugMatching(CablingGraph graph, Remembered remembered, int[] wrong, List<Place> present, List<Place> vacant) {
        this.graph = graph;
        this.remembered = remembered;
        this.wrong = wrong;
        this.placeOf = new int[wrong.length];
        this.cableAt = new int[present.size() + vacant.size()];
        this.right = new int[graph.size()];
        for (int node = 0; node < right.length; node++) {
            right[node] = graph.degree(node);
        }
        for (int port : wrong) {
            right[graph.node(port)]--;
            right[graph.node(graph.peer(port))]--;
        }
        Arrays.fill(placeOf, NONE);
        Arrays.fill(cableAt, NONE);
        addPlaces(present);
        matchRemembered();
        augmentAll();
        addPlaces(vacant);
        augmentAll();
        fillUp(present.size());
    }

    /** The place of every wrong cable, in the order they were given; {@code (NONE, NONE)} for those that just come out. */
    List<Place> result() {
        Place nowhere = new Place(NONE, NONE);
        return Arrays.stream(placeOf)
                .mapToObj(place -> place == NONE ? nowhere : places.get(place))
                .toList();
    }

    /** Whether a cable was given the place of that number, present places first. */
    boolean isTaken(int place) {
        return cableAt[place] != NONE;
    }

    private void addPlaces(List<Place> added) {
        for (Place place : added) {
            int number = places.size();
            places.add(place);
            placesOf.computeIfAbsent(place.one(), ignored -> new ArrayList<>()).add(number);
            if (place.other() != NONE) {
                placesOf.computeIfAbsent(place.other(), ignored -> new ArrayList<>())
                        .add(number);
            }
        }
    }

    /** A plug whose port had a cable to elsewhere before goes on having it, wherever that place is free. */
    private void matchRemembered() {
        for (int cable = 0; cable < wrong.length; cable++) {
            for (int port : new int[] {wrong[cable], graph.peer(wrong[cable])}) {
                int across = remembered.nodeAcross(port);
                if (across != NONE && placeOf[cable] == NONE) {
                    take(cable, graph.node(port), across);
                }
            }
        }
    }

    private void take(int cable, int node, int across) {
        for (int place : placesOf.getOrDefault(node, List.of())) {
            Place found = places.get(place);
            if (cableAt[place] == NONE && (found.one() == across || found.other() == across)) {
                placeOf[cable] = place;
                cableAt[place] = cable;
                return;
            }
        }
    }

    private void augmentAll() {
        boolean isThorough = wrong.length <= MAX_AUGMENTED;
        for (int cable = 0; cable < wrong.length; cable++) {
            if (placeOf[cable] == NONE) {
                augment(cable, isThorough);
            }
        }
    }

    /** Finds a place for {@code cable} breadth first, moving others on where needed. */
    private void augment(int cable, boolean isThorough) {
        Map<Integer, Integer> reachedBy = new HashMap<>();
        List<Integer> queue = new ArrayList<>(List.of(cable));
        for (int head = 0; head < queue.size(); head++) {
            int current = queue.get(head);
            for (int port : poorerEndFirst(wrong[current])) {
                for (int place : placesOf.getOrDefault(graph.node(port), List.of())) {
                    if (reachedBy.putIfAbsent(place, current) != null) {
                        continue;
                    }
                    if (cableAt[place] == NONE) {
                        shift(place, cable, reachedBy);
                        return;
                    }
                    if (isThorough) {
                        queue.add(cableAt[place]);
                    }
                }
            }
        }
    }

    /** The ends of a cable, first that of the switch with fewer right cables: it can less afford to lose the plug. */
    private int[] poorerEndFirst(int port) {
        int peer = graph.peer(port);
        return right[graph.node(port)] <= right[graph.node(peer)] ? new int[] {port, peer} : new int[] {peer, port};
    }

    private void shift(int free, int start, Map<Integer, Integer> reachedBy) {
        int place = free;
        while (true) {
            int cable = reachedBy.getOrDefault(place, start);
            int before = placeOf[cable];
            placeOf[cable] = place;
            cableAt[place] = cable;
            if (cable == start) {
                return;
            }
            place = before;
        }
    }

    private void fillUp(int present) {
        int next = 0;
        for (int cable = 0; cable < wrong.length; cable++) {
            while (next < present && cableAt[next] != NONE) {
                next++;
            }
            if (placeOf[cable] == NONE && next < present) {
                placeOf[cable] = next;
                cableAt[next] = cable;
            }
        }
    }
}
