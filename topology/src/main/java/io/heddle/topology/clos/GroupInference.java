package io.heddle.topology.clos;

import java.util.Arrays;

/**
 * Finds groups of switches of two neighbouring tiers that are fully cabled to each other: pods (edge and aggregation) and planes
 * (core and aggregation).
 *
 * <p>Outer switches, edge or core, that share more than half of their aggregation switches belong together; aggregation switches
 * follow the majority of their outer neighbours, and outer switches that fit nowhere then follow the majority of theirs. A wrong or
 * a dead cable is outvoted by the others of its switch. Ties go to the smaller group, then to the lower number.
 */
final class GroupInference {

    private static final int NONE = CablingGraph.NONE;
    private static final int ROUNDS = 4;

    private final CablingGraph graph;
    private final Neighbours neighbours;
    private final Labels labels;
    private final int outer;
    private final int[] group;
    private final int[] size;
    private final int[] shared;
    private final int[] votes;
    private final int[] width;

    /** Groups of {@code outer} (edge or core) and aggregation switches, written into {@code group}. */
    private GroupInference(CablingGraph graph, Labels labels, int outer, int[] group) {
        this.graph = graph;
        this.neighbours = graph.neighbours();
        this.labels = labels;
        this.outer = outer;
        this.group = group;
        int capacity = 2 * graph.size() + 1 + highest(labels, group);
        this.size = new int[capacity];
        this.shared = new int[graph.size()];
        this.votes = new int[capacity];
        this.width = new int[graph.size()];
        for (int node = 0; node < graph.size(); node++) {
            width[node] = aggregationsOf(node);
        }
    }

    static void pods(CablingGraph graph, Labels labels) {
        new GroupInference(graph, labels, Labels.EDGE, labels.pod).run();
    }

    static void planes(CablingGraph graph, Labels labels) {
        new GroupInference(graph, labels, Labels.CORE, labels.plane).run();
    }

    private void run() {
        int next = 0;
        for (int node = 0; node < graph.size(); node++) {
            if (isOf(node, outer) || isOf(node, Labels.AGGREGATION)) {
                next = Math.max(next, group[node] + 1);
                if (group[node] != NONE) {
                    size[group[node]]++;
                }
            }
        }
        follow(true);
        next = gather(next);
        follow(true);
        next = pair(next);
        for (int node = 0; node < graph.size(); node++) {
            if (isOf(node, outer) && group[node] == NONE && graph.degree(node) > 0) {
                move(node, next);
                next++;
            }
        }
        follow(false);
        for (int round = 0; round < ROUNDS && reconsider(); round++) {}
    }

    /** Puts every switch without a group into the one that more than half (or most) of its neighbours are in. */
    private void follow(boolean isMajorityNeeded) {
        boolean isChanged = true;
        while (isChanged) {
            isChanged = false;
            for (int tier : new int[] {Labels.AGGREGATION, outer}) {
                for (int node = 0; node < graph.size(); node++) {
                    if (isOf(node, tier) && group[node] == NONE) {
                        int best = favourite(node, opposite(tier), isMajorityNeeded);
                        if (best != NONE) {
                            move(node, best);
                            isChanged = true;
                        }
                    }
                }
            }
        }
    }

    /** New groups of outer switches that share most of their neighbours with one of them. */
    private int gather(int first) {
        int next = first;
        for (int node = 0; node < graph.size(); node++) {
            if (!isOf(node, outer) || group[node] != NONE) {
                continue;
            }
            countShared(node, 1);
            int own = width[node];
            boolean isGroup = false;
            for (int slot = neighbours.first(node); slot < neighbours.end(node); slot++) {
                int middle = neighbours.node(slot);
                for (int far = neighbours.first(middle);
                        isOf(middle, Labels.AGGREGATION) && far < neighbours.end(middle);
                        far++) {
                    int other = neighbours.node(far);
                    if (other != node
                            && isOf(other, outer)
                            && group[other] == NONE
                            && 2 * shared[other] > Math.max(own, width[other])) {
                        move(other, next);
                        isGroup = true;
                    }
                }
            }
            countShared(node, -1);
            if (isGroup) {
                move(node, next);
                next++;
            }
        }
        return next;
    }

    /** New groups of outer switches that found no group: each joins the one it shares most with, if that is at least half. */
    private int pair(int first) {
        int next = first;
        for (int node = 0; node < graph.size(); node++) {
            if (!isOf(node, outer) || group[node] != NONE || graph.degree(node) == 0) {
                continue;
            }
            countShared(node, 1);
            int best = NONE;
            for (int other = 0; other < graph.size(); other++) {
                boolean isNear =
                        other != node && 2 * shared[other] >= Math.max(width[node], width[other]) && shared[other] > 0;
                if (isNear
                        && isOf(other, outer)
                        && group[other] == NONE
                        && (best == NONE || shared[other] > shared[best])) {
                    best = other;
                }
            }
            countShared(node, -1);
            if (best != NONE) {
                move(node, next);
                move(best, next);
                next++;
                follow(true);
            }
        }
        return next;
    }

    /** Lets everybody move to the group of most neighbours; whether anybody did. */
    private boolean reconsider() {
        boolean isChanged = false;
        for (int tier : new int[] {Labels.AGGREGATION, outer}) {
            for (int node = 0; node < graph.size(); node++) {
                if (isOf(node, tier) && !labels.isFixed[node] && group[node] != NONE) {
                    int best = favourite(node, opposite(tier), false);
                    if (best != NONE && best != group[node]) {
                        move(node, best);
                        isChanged = true;
                    }
                }
            }
        }
        return isChanged;
    }

    /** The group with most cables to {@code node}; the present one wins a tie, then the smaller, then the lower. */
    private int favourite(int node, int tier, boolean isMajorityNeeded) {
        int best = NONE;
        int total = 0;
        for (int slot = neighbours.first(node); slot < neighbours.end(node); slot++) {
            int other = neighbours.node(slot);
            if (!isOf(other, tier)) {
                continue;
            }
            total += neighbours.cables(slot);
            if (group[other] != NONE) {
                votes[group[other]] += neighbours.cables(slot);
                best = better(node, best, group[other]);
            }
        }
        boolean isElected = best != NONE && (!isMajorityNeeded || 2 * votes[best] > total);
        for (int slot = neighbours.first(node); slot < neighbours.end(node); slot++) {
            int other = group[neighbours.node(slot)];
            if (other != NONE) {
                votes[other] = 0;
            }
        }
        return isElected ? best : NONE;
    }

    private int better(int node, int best, int candidate) {
        if (best == NONE || votes[candidate] > votes[best]) {
            return candidate;
        }
        if (votes[candidate] < votes[best] || best == group[node]) {
            return best;
        }
        if (candidate == group[node] || size[candidate] < size[best]) {
            return candidate;
        }
        return size[candidate] == size[best] ? Math.min(candidate, best) : best;
    }

    private void countShared(int node, int sign) {
        for (int slot = neighbours.first(node); slot < neighbours.end(node); slot++) {
            int middle = neighbours.node(slot);
            if (isOf(middle, Labels.AGGREGATION)) {
                for (int far = neighbours.first(middle); far < neighbours.end(middle); far++) {
                    shared[neighbours.node(far)] += sign;
                }
            }
        }
    }

    private void move(int node, int target) {
        if (group[node] != NONE) {
            size[group[node]]--;
        }
        group[node] = target;
        size[target]++;
    }

    private boolean isOf(int node, int tier) {
        return labels.tier[node] == tier;
    }

    private int opposite(int tier) {
        return tier == outer ? Labels.AGGREGATION : outer;
    }

    /** How many aggregation switches are next to {@code node}. */
    private int aggregationsOf(int node) {
        int count = 0;
        for (int slot = neighbours.first(node); slot < neighbours.end(node); slot++) {
            count += isOf(neighbours.node(slot), Labels.AGGREGATION) ? 1 : 0;
        }
        return count;
    }

    private static int highest(Labels labels, int[] group) {
        return Arrays.stream(group).limit(labels.size()).max().orElse(0);
    }
}
