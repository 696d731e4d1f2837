package io.heddle.topology.clos;

import io.heddle.topology.DatapathId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Numbers pods, planes and the switches in them: as the blueprint has them wherever that still fits, the rest in the order of
 * datapath ids into the lowest free numbers.
 *
 * <p>A new switch that is cabled to ports where a vanished one was takes over its number; the vanished one then has no place.
 */
final class Numbering {

    private static final int NONE = CablingGraph.NONE;

    private final CablingGraph graph;
    private final Labels labels;
    private final SortedMap<DatapathId, Position> known;
    private final Remembered remembered;

    Numbering(CablingGraph graph, Labels labels, Memory memory) {
        this.graph = graph;
        this.labels = labels;
        this.known = memory.known().positions();
        this.remembered = memory.remembered();
    }

    /**
     * Numbers everything that has a tier and a group.
     *
     * @param room the number of edge switches in a pod and of cores in a plane, if the design limits them, otherwise a large number
     */
    void run(int room) {
        align(labels.pod, Labels.EDGE, false);
        align(labels.plane, Labels.CORE, true);
        boolean isPlaneIndex = !hasTwoInOnePlane();
        for (int tier : new int[] {Labels.EDGE, Labels.AGGREGATION, Labels.CORE}) {
            for (int[] members : groups(tier)) {
                if (tier == Labels.AGGREGATION && isPlaneIndex) {
                    indexByPlane(members);
                } else {
                    index(members, tier == Labels.AGGREGATION ? Integer.MAX_VALUE : room);
                }
            }
        }
    }

    /** Gives every group the number that most of its members had, or the lowest that nobody had or has. */
    private void align(int[] group, int outer, boolean isPlane) {
        int groups = Arrays.stream(group).max().orElse(NONE) + 1;
        if (groups == 0) {
            return;
        }
        int[] first = new int[groups];
        Arrays.fill(first, Integer.MAX_VALUE);
        Map<Long, Integer> overlap = new HashMap<>();
        for (int node = 0; node < labels.size(); node++) {
            if (group[node] == NONE) {
                continue;
            }
            boolean isLeading = (labels.tier[node] == outer) != isPlane;
            first[group[node]] = Math.min(first[group[node]], isLeading ? node : node + labels.size());
            Position position = known.get(graph.dpid(node));
            int old = position == null ? NONE : numberOf(position, isPlane);
            if (position != null && old != NONE) {
                int weight = position.tier() == Tier.CORE ? labels.size() : 1;
                overlap.merge(((long) group[node] << 32) | old, weight, Integer::sum);
            }
        }
        renumber(group, match(overlap, first));
    }

    private static int numberOf(Position position, boolean isPlane) {
        return switch (position.tier()) {
            case EDGE -> isPlane ? NONE : position.pod();
            case AGGREGATION -> isPlane ? position.index() : position.pod();
            case CORE -> isPlane ? position.pod() : NONE;
        };
    }

    /** The new number of every group; {@code first} orders those that were not known, {@code MAX_VALUE} marks empty ones. */
    private static int[] match(Map<Long, Integer> overlap, int[] first) {
        int[] number = new int[first.length];
        Arrays.fill(number, NONE);
        List<Long> pairs = new ArrayList<>(overlap.keySet());
        pairs.sort((one, other) -> {
            int byCount = Integer.compare(overlap.getOrDefault(other, 0), overlap.getOrDefault(one, 0));
            return byCount != 0 ? byCount : Long.compare(one, other);
        });
        BitSet taken = new BitSet();
        for (long pair : pairs) {
            int group = (int) (pair >>> 32);
            int old = (int) pair;
            if (number[group] == NONE && !taken.get(old)) {
                number[group] = old;
                taken.set(old);
            }
        }
        IntStream.range(0, first.length)
                .filter(group -> number[group] == NONE && first[group] != Integer.MAX_VALUE)
                .boxed()
                .sorted((one, other) -> Integer.compare(first[one], first[other]))
                .forEach(group -> {
                    number[group] = taken.nextClearBit(0);
                    taken.set(number[group]);
                });
        return number;
    }

    private static void renumber(int[] group, int[] number) {
        for (int node = 0; node < group.length; node++) {
            group[node] = group[node] == NONE ? NONE : number[group[node]];
        }
    }

    private boolean hasTwoInOnePlane() {
        Set<Long> seen = new HashSet<>();
        for (int node = 0; node < labels.size(); node++) {
            boolean isIn =
                    labels.tier[node] == Labels.AGGREGATION && labels.pod[node] != NONE && labels.plane[node] != NONE;
            if (isIn && !graph.isAbsent(node) && !seen.add(((long) labels.pod[node] << 32) | labels.plane[node])) {
                return true;
            }
        }
        return false;
    }

    /** The members of every group of {@code tier}, in the order of datapath ids. */
    private List<int[]> groups(int tier) {
        int[] group = tier == Labels.CORE ? labels.plane : labels.pod;
        int count = Arrays.stream(group).max().orElse(NONE) + 1;
        List<List<Integer>> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(new ArrayList<>());
        }
        for (int node = 0; node < labels.size(); node++) {
            if (labels.tier[node] == tier && group[node] != NONE) {
                members.get(group[node]).add(node);
            }
        }
        return members.stream()
                .map(each -> each.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    private void indexByPlane(int[] members) {
        BitSet taken = new BitSet();
        for (int node : members) {
            if (labels.plane[node] != NONE && !graph.isAbsent(node)) {
                labels.index[node] = labels.plane[node];
                taken.set(labels.plane[node]);
            }
        }
        for (int node : members) {
            if (labels.plane[node] != NONE && graph.isAbsent(node)) {
                int other = holder(members, labels.plane[node]);
                if (other == NONE) {
                    labels.index[node] = labels.plane[node];
                    taken.set(labels.plane[node]);
                } else {
                    inherit(other, node);
                }
            }
        }
        for (int node : members) {
            if (labels.plane[node] == NONE) {
                labels.index[node] = taken.nextClearBit(0);
                labels.plane[node] = labels.index[node];
                taken.set(labels.index[node]);
            }
        }
    }

    private int holder(int[] members, int index) {
        for (int node : members) {
            if (labels.index[node] == index && !graph.isAbsent(node)) {
                return node;
            }
        }
        return NONE;
    }

    private void index(int[] members, int room) {
        BitSet taken = new BitSet();
        for (int node : members) {
            labels.index[node] = knownIndex(node);
            if (labels.index[node] != NONE) {
                taken.set(labels.index[node]);
            }
        }
        for (int node : members) {
            if (labels.index[node] == NONE) {
                int vanished = predecessor(node, members);
                if (vanished == NONE && taken.nextClearBit(0) >= room) {
                    vanished = anyAbsent(members);
                }
                if (vanished != NONE) {
                    labels.index[node] = labels.index[vanished];
                    inherit(node, vanished);
                } else {
                    labels.index[node] = taken.nextClearBit(0);
                    taken.set(labels.index[node]);
                }
            }
        }
    }

    private int knownIndex(int node) {
        Position position = known.get(graph.dpid(node));
        if (position == null || Labels.number(position.tier()) != labels.tier[node]) {
            return NONE;
        }
        int group = labels.tier[node] == Labels.CORE ? labels.plane[node] : labels.pod[node];
        return position.pod() == group ? position.index() : NONE;
    }

    /** The absent member that most of the ports at the other ends of {@code node}'s cables led to. */
    private int predecessor(int node, int[] members) {
        int best = NONE;
        int most = 0;
        for (int absent : members) {
            if (!graph.isAbsent(absent) || labels.index[absent] == NONE) {
                continue;
            }
            int count = 0;
            for (int port = graph.firstPort(node); port < graph.endPort(node); port++) {
                int peer = graph.peer(port);
                count += peer != NONE && remembered.nodeAcross(peer) == absent ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = absent;
            }
        }
        return best;
    }

    private int anyAbsent(int[] members) {
        for (int node : members) {
            if (graph.isAbsent(node) && labels.index[node] != NONE) {
                return node;
            }
        }
        return NONE;
    }

    private void inherit(int node, int vanished) {
        labels.heir[node] = vanished;
        labels.clear(vanished);
    }
}
