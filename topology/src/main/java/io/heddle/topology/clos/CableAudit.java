package io.heddle.topology.clos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the cables that are there with those that the labels of an attempt call for. */
final class CableAudit {

    private static final int NONE = CablingGraph.NONE;

    /** One cable of the design that is not live, and the dead one of the blueprint that would be it. */
    record Gap(int lower, int upper, Optional<Remembered.DeadCable> dead) {}

    private final CablingGraph graph;
    private final Labels labels;
    private final Remembered remembered;
    private final Multiplicities multiplicities;
    private final Expectation expectation;
    private final boolean[] isGood;
    private final int[] goodAbove;
    private final List<Integer> wrong = new ArrayList<>();
    private final Map<Long, List<Remembered.DeadCable>> kept = new HashMap<>();
    private final List<Gap> gaps = new ArrayList<>();

    CableAudit(CablingGraph graph, Labels labels, Remembered remembered, Multiplicities multiplicities) {
        this.graph = graph;
        this.labels = labels;
        this.remembered = remembered;
        this.multiplicities = multiplicities;
        this.expectation = new Expectation(graph, labels, multiplicities);
        this.isGood = new boolean[graph.portCount()];
        this.goodAbove = new int[graph.size()];
        markGood();
        listWrong();
        keepDead();
        for (int node = 0; node < graph.size(); node++) {
            if (expectation.isPresent(node) && goodAbove[node] < expectation.cablesAbove(node)) {
                listGaps(node);
            }
        }
    }

    Remembered remembered() {
        return remembered;
    }

    Expectation expectation() {
        return expectation;
    }

    /** Whether the live cable in {@code port} fits the design. */
    boolean isGood(int port) {
        return isGood[port];
    }

    int goodCables() {
        int count = 0;
        for (int each : goodAbove) {
            count += each;
        }
        return count;
    }

    /** The cables that the design wants between switches that are there. */
    int wantedCables() {
        return goodCables() + gaps.size();
    }

    /** The lower port of every live cable that has no place in the design, in order. */
    List<Integer> wrong() {
        return wrong;
    }

    /** Whether any switch has at least as many wrong cables as right ones: only then it could be somewhere else by right. */
    boolean hasMisplacedSwitch() {
        int[] wrongAt = new int[graph.size()];
        for (int port : wrong) {
            wrongAt[graph.node(port)]++;
            wrongAt[graph.node(graph.peer(port))]++;
        }
        for (int node = 0; node < wrongAt.length; node++) {
            if (wrongAt[node] > 0 && 2 * wrongAt[node] >= graph.degree(node)) {
                return true;
            }
        }
        return false;
    }

    /** The cables of the design between present switches that are not live, in order. */
    List<Gap> gaps() {
        return gaps;
    }

    /** The dead cables of the blueprint that still have a place in the design, in order. */
    List<Remembered.DeadCable> keptDead() {
        return remembered.dead().stream()
                .filter(cable -> kept.getOrDefault(pair(cable.firstNode(), cable.secondNode()), List.of())
                        .contains(cable))
                .toList();
    }

    private void markGood() {
        int[] roomyFor = new int[graph.size()];
        Arrays.fill(roomyFor, NONE);
        Neighbours neighbours = graph.neighbours();
        for (int node = 0; node < graph.size(); node++) {
            if (!labels.isPlaced(node)) {
                continue;
            }
            int room = multiplicities.above(node);
            for (int slot = neighbours.first(node); slot < neighbours.end(node); slot++) {
                int upper = neighbours.node(slot);
                if (!labels.isPlaced(upper) || !Fit.isAbove(labels, upper, node)) {
                    continue;
                }
                if (neighbours.cables(slot) <= room) {
                    roomyFor[upper] = node;
                } else {
                    mark(node, upper, mark(node, upper, room, true), false);
                }
            }
            markRoomy(node, roomyFor);
        }
    }

    /** Marks every cable to a switch that has no more of them than the design. */
    private void markRoomy(int lower, int[] roomyFor) {
        for (int port = graph.firstPort(lower); port < graph.endPort(lower); port++) {
            int peer = graph.peer(port);
            if (peer != NONE && roomyFor[graph.node(peer)] == lower) {
                isGood[port] = true;
                isGood[peer] = true;
                goodAbove[lower]++;
            }
        }
    }

    /** Marks as many cables between the two as there is room for, and returns the room that is left. */
    private int mark(int lower, int upper, int room, boolean isRememberedOnly) {
        int left = room;
        for (int port = graph.firstPort(lower); port < graph.endPort(lower) && left > 0; port++) {
            int peer = graph.peer(port);
            boolean isBetween = peer != NONE && graph.node(peer) == upper && !isGood[port];
            if (isBetween && (!isRememberedOnly || remembered.portAcross(port) == peer)) {
                isGood[port] = true;
                isGood[peer] = true;
                goodAbove[lower]++;
                left--;
            }
        }
        return left;
    }

    private void listWrong() {
        for (int port = 0; port < graph.portCount(); port++) {
            if (graph.peer(port) > port && !isGood[port]) {
                wrong.add(port);
            }
        }
    }

    private void keepDead() {
        for (Remembered.DeadCable cable : remembered.dead()) {
            int one = cable.firstNode();
            int other = cable.secondNode();
            boolean isPlaced = labels.isPlaced(one) && labels.isPlaced(other);
            if (!isPlaced || !Fit.areCabled(labels, one, other)) {
                continue;
            }
            int lower = Fit.lower(labels, one, other);
            int live = cablesBetween(lower, one + other - lower);
            List<Remembered.DeadCable> ofPair = kept.computeIfAbsent(pair(one, other), ignored -> new ArrayList<>(1));
            if (live + ofPair.size() < multiplicities.above(lower)) {
                ofPair.add(cable);
            }
        }
    }

    private int cablesBetween(int one, int other) {
        Neighbours neighbours = graph.neighbours();
        for (int slot = neighbours.first(one); slot < neighbours.end(one); slot++) {
            if (neighbours.node(slot) == other) {
                return neighbours.cables(slot);
            }
        }
        return 0;
    }

    private void listGaps(int lower) {
        expectation.forEachAbove(lower, upper -> {
            int missing = multiplicities.above(lower) - cablesBetween(lower, upper);
            List<Remembered.DeadCable> dead = kept.getOrDefault(pair(lower, upper), List.of());
            for (int each = 0; each < missing; each++) {
                gaps.add(new Gap(lower, upper, each < dead.size() ? Optional.of(dead.get(each)) : Optional.empty()));
            }
        });
    }

    private static long pair(int one, int other) {
        return ((long) Math.min(one, other) << 32) | Math.max(one, other);
    }
}
