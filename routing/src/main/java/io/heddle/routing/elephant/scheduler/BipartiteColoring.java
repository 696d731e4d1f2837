package io.heddle.routing.elephant.scheduler;

import java.util.Arrays;

/**
 * An edge colouring of a bipartite multigraph in the making: no two edges of one colour meet at a vertex.
 *
 * <p>König (1916): as many colours suffice as the highest degree, and the proof is the method. An edge whose ends have no free colour in
 * common gets one by swapping two colours along the chain that begins at its right end; in a bipartite graph that chain cannot come back
 * to the left end. A colour may be closed at a vertex (a dead cable, or one taken by something else): then a chain through it fails, and
 * an edge can remain without a colour.
 */
final class BipartiteColoring {

    static final int NONE = -1;
    private static final int CLOSED = -2;
    /** How many free colours of each end are tried for a chain. */
    private static final int TRIES = 4;

    private final int colors;
    private final int[] left;
    private final int[] right;
    private final int[] color;
    private final int[] atLeft;
    private final int[] atRight;
    private final int[] chain;

    /** Edges between {@code left[e]} and {@code right[e]}, none coloured. */
    BipartiteColoring(int lefts, int rights, int colors, int[] left, int[] right) {
        this.colors = colors;
        this.left = left;
        this.right = right;
        this.color = new int[left.length];
        this.atLeft = new int[lefts * colors];
        this.atRight = new int[rights * colors];
        this.chain = new int[left.length];
        Arrays.fill(color, NONE);
        Arrays.fill(atLeft, NONE);
        Arrays.fill(atRight, NONE);
    }

    void closeLeft(int vertex, int closed) {
        atLeft[vertex * colors + closed] = CLOSED;
    }

    void closeRight(int vertex, int closed) {
        atRight[vertex * colors + closed] = CLOSED;
    }

    /** The colour of an edge, or {@link #NONE}. */
    int colorOf(int edge) {
        return color[edge];
    }

    /** Gives an uncoloured edge that colour if it is free at both ends. */
    boolean take(int edge, int wanted) {
        boolean isFree = wanted >= 0
                && wanted < colors
                && color[edge] == NONE
                && atLeft[left[edge] * colors + wanted] == NONE
                && atRight[right[edge] * colors + wanted] == NONE;
        if (isFree) {
            set(edge, wanted);
        }
        return isFree;
    }

    /**
     * Gives an uncoloured edge some colour, if need be by changing those of others.
     *
     * @param mostSwaps how many others may change theirs
     * @return how many did, or {@link #NONE} where the edge got no colour
     */
    int insert(int edge, int mostSwaps) {
        for (int common = 0; common < colors; common++) {
            if (take(edge, common)) {
                return 0;
            }
        }
        int[] pair = new int[2];
        int shortest = shortest(edge, mostSwaps, pair);
        if (shortest == NONE) {
            return NONE;
        }
        follow(right[edge], pair[0], pair[1], shortest);
        swap(shortest, pair[0], pair[1]);
        set(edge, pair[0]);
        return shortest;
    }

    /** The length of the shortest of some chains that free, at the right end, a colour that the left end has free; its two colours. */
    private int shortest(int edge, int mostSwaps, int[] pair) {
        int shortest = NONE;
        int most = mostSwaps;
        int triesAtLeft = 0;
        for (int a = 0; a < colors && triesAtLeft < TRIES; a++) {
            if (atLeft[left[edge] * colors + a] != NONE || atRight[right[edge] * colors + a] == CLOSED) {
                continue;
            }
            triesAtLeft++;
            int tries = 0;
            for (int b = 0; b < colors && tries < TRIES && most > 0; b++) {
                if (atRight[right[edge] * colors + b] == NONE) {
                    tries++;
                    int length = follow(right[edge], a, b, most);
                    if (length != NONE) {
                        shortest = length;
                        most = length - 1;
                        pair[0] = a;
                        pair[1] = b;
                    }
                }
            }
        }
        return shortest;
    }

    /** Writes the chain of colours a, b, a … from a right vertex; gives its length, or {@link #NONE} if it cannot be swapped. */
    private int follow(int rightVertex, int a, int b, int most) {
        int length = 0;
        int next = atRight[rightVertex * colors + a];
        boolean isToLeft = true;
        while (next >= 0 && length < most) {
            chain[length++] = next;
            next = isToLeft ? atLeft[left[next] * colors + b] : atRight[right[next] * colors + a];
            isToLeft = !isToLeft;
        }
        return next == NONE ? length : NONE;
    }

    private void swap(int length, int a, int b) {
        for (int i = 0; i < length; i++) {
            int edge = chain[i];
            atLeft[left[edge] * colors + color[edge]] = NONE;
            atRight[right[edge] * colors + color[edge]] = NONE;
        }
        for (int i = 0; i < length; i++) {
            set(chain[i], color[chain[i]] == a ? b : a);
        }
    }

    private void set(int edge, int chosen) {
        color[edge] = chosen;
        atLeft[left[edge] * colors + chosen] = edge;
        atRight[right[edge] * colors + chosen] = edge;
    }
}
