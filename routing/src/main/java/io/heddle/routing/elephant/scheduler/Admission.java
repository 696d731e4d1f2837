package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.Grouping;
import java.util.Arrays;

/**
 * Chooses which edges of a bipartite multigraph are in, so that no vertex has more than it has room for, and as many as there can be: a
 * b-matching, extended along alternating paths (Berge 1957).
 *
 * <p>Such a path takes in an edge, puts out another at its right end to make room, takes in a further one at the left end of that, and
 * so on to a right vertex with room. Afterwards one more is in than before.
 */
final class Admission {

    private static final int NONE = -1;

    private final int[] left;
    private final int[] right;
    private final int[] roomLeft;
    private final int[] roomRight;
    private final boolean[] isIn;
    private final Grouping ofLeft;
    private final Grouping ofRight;
    /** The edge by which a search came to a right vertex, and that by which it came to a left one. */
    private final int[] into;

    private final int[] outOf;
    private final int[] queue;

    /** Edges between {@code left[e]} and {@code right[e]}, none in; takes the rooms over. */
    Admission(int[] left, int[] right, int[] roomLeft, int[] roomRight) {
        this.left = left;
        this.right = right;
        this.roomLeft = roomLeft;
        this.roomRight = roomRight;
        this.isIn = new boolean[left.length];
        this.ofLeft = Grouping.of(left.length, roomLeft.length, edge -> left[edge]);
        this.ofRight = Grouping.of(right.length, roomRight.length, edge -> right[edge]);
        this.into = new int[roomRight.length];
        this.outOf = new int[roomLeft.length];
        this.queue = new int[roomLeft.length];
    }

    boolean isIn(int edge) {
        return isIn[edge];
    }

    /** Takes an edge in if there is room at both ends. */
    boolean take(int edge) {
        boolean hasRoom = !isIn[edge] && roomLeft[left[edge]] > 0 && roomRight[right[edge]] > 0;
        if (hasRoom) {
            roomLeft[left[edge]]--;
            roomRight[right[edge]]--;
            isIn[edge] = true;
        }
        return hasRoom;
    }

    /** Takes in as many as there can be; gives how many that adds. */
    int extend() {
        int added = 0;
        for (int vertex = 0; vertex < roomLeft.length; vertex++) {
            boolean isExtended = true;
            while (roomLeft[vertex] > 0 && isExtended) {
                int end = search(vertex);
                isExtended = end != NONE;
                if (isExtended) {
                    follow(vertex, end);
                    added++;
                }
            }
        }
        return added;
    }

    /** The nearest right vertex with room at the end of an alternating path, breadth first. */
    private int search(int root) {
        Arrays.fill(into, NONE);
        Arrays.fill(outOf, NONE);
        int size = 0;
        queue[size++] = root;
        for (int head = 0; head < size; head++) {
            int at = queue[head];
            for (int i = ofLeft.begin(at); i < ofLeft.end(at); i++) {
                int edge = ofLeft.member(i);
                int vertex = right[edge];
                if (!isIn[edge] && into[vertex] == NONE) {
                    into[vertex] = edge;
                    if (roomRight[vertex] > 0) {
                        return vertex;
                    }
                    size = leave(vertex, root, size);
                }
            }
        }
        return NONE;
    }

    /** Queues the left ends of the edges that are in at a right vertex. */
    private int leave(int vertex, int root, int size) {
        int next = size;
        for (int i = ofRight.begin(vertex); i < ofRight.end(vertex); i++) {
            int edge = ofRight.member(i);
            if (isIn[edge] && left[edge] != root && outOf[left[edge]] == NONE) {
                outOf[left[edge]] = edge;
                queue[next++] = left[edge];
            }
        }
        return next;
    }

    private void follow(int root, int end) {
        roomLeft[root]--;
        roomRight[end]--;
        int edge = into[end];
        isIn[edge] = true;
        while (left[edge] != root) {
            int out = outOf[left[edge]];
            isIn[out] = false;
            edge = into[right[out]];
            isIn[edge] = true;
        }
    }
}
