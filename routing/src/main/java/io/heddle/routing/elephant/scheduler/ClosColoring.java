package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import java.util.Arrays;

/**
 * Places flows by colouring them twice: first as edges between their edge switches, where a colour is a cable up to a plane; then,
 * plane by plane, as edges between their pods, where a colour is a core.
 *
 * <p>In a fat-tree an edge switch has as many cables up as hosts, so a set of flows in which each host sends and receives one needs no
 * more colours than there are, and no two of its flows share a link. It also holds on a leaf-spine and any Clos that is not
 * oversubscribed; elsewhere some flows remain without a path.
 */
final class ClosColoring {

    private static final int NONE = BipartiteColoring.NONE;

    private final Board board;
    private final PathSpace space;
    private final ClosColors colors;
    private final int[] flows;
    private final double unit;
    private final int folds;
    private final boolean[] isOpenPlane;

    /**
     * A colouring of flows that are not on the board yet.
     *
     * @param flows which
     * @param unit how much room each needs where it is put; 0 if any live link will do
     * @param folds how many colours stand for each cable: 1 for an exact placement
     */
    ClosColoring(Board board, int[] flows, double unit, int folds) {
        this(board, flows, unit, folds, allPlanes(board.space));
    }

    private ClosColoring(Board board, int[] flows, double unit, int folds, boolean[] isOpenPlane) {
        this.board = board;
        this.space = board.space;
        this.colors = new ClosColors(space);
        this.flows = flows;
        this.unit = unit;
        this.folds = folds;
        this.isOpenPlane = isOpenPlane;
    }

    private static boolean[] allPlanes(PathSpace space) {
        boolean[] all = new boolean[space.planes()];
        Arrays.fill(all, true);
        return all;
    }

    /** The same over those planes only. */
    ClosColoring within(boolean[] open) {
        return new ClosColoring(board, flows, unit, folds, open);
    }

    /**
     * Puts all flows on the board that get a colour, each where it is now if it can be.
     *
     * @param mostMoves how many steered ones may go elsewhere
     */
    void place(Placement current, int mostMoves) {
        int[] preferred = Arrays.stream(flows)
                .map(flow -> current.taken(board.flows, flow))
                .toArray();
        int[] from = Arrays.stream(flows).map(flow -> board.from[flow]).toArray();
        int[] to = Arrays.stream(flows).map(flow -> board.to[flow]).toArray();
        BipartiteColoring below = new BipartiteColoring(space.edges(), space.edges(), colors.lower * folds, from, to);
        closeBelow(below);
        int[] wanted = new int[flows.length];
        Arrays.setAll(wanted, i -> preferred[i] < 0 ? NONE : colors.ofUp(from[i], preferred[i] / space.width()));
        int moves = color(below, flows, wanted, current, mostMoves);
        int[] lower = new int[flows.length];
        Arrays.setAll(lower, i -> below.colorOf(i) == NONE ? NONE : below.colorOf(i) % colors.lower);
        int[] ofPlane = new int[space.planes()];
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] != NONE && !space.isOverCores(from[i], to[i])) {
                put(flows[i], colors.up(from[i], lower[i]) * space.width());
            } else if (lower[i] != NONE) {
                ofPlane[colors.plane(lower[i])]++;
            }
        }
        for (int plane = 0; plane < ofPlane.length; plane++) {
            moves += ofPlane[plane] == 0
                    ? 0
                    : new Plane(plane, members(lower, plane, ofPlane[plane]), lower)
                            .place(preferred, current, mostMoves - moves);
        }
    }

    private int[] members(int[] lower, int plane, int size) {
        int[] members = new int[size];
        int next = 0;
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] != NONE
                    && colors.plane(lower[i]) == plane
                    && space.isOverCores(board.from[flows[i]], board.to[flows[i]])) {
                members[next++] = i;
            }
        }
        return members;
    }

    /** Those that can keep their colour first: steered ones, then hashed ones; then the others. Gives how many steered ones moved. */
    private static int color(BipartiteColoring coloring, int[] flows, int[] wanted, Placement current, int mostMoves) {
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < wanted.length; i++) {
                if (current.isSteered(flows[i]) == (pass == 0)) {
                    coloring.take(i, wanted[i]);
                }
            }
        }
        int moves = 0;
        for (int i = 0; i < wanted.length; i++) {
            if (coloring.colorOf(i) == NONE) {
                moves += Math.max(0, coloring.insert(i, mostMoves - moves));
            }
        }
        return moves;
    }

    private void put(int flow, int path) {
        if (board.isUsable(flow, path)) {
            board.put(flow, path);
        }
    }

    private void closeBelow(BipartiteColoring below) {
        for (int edge = 0; edge < space.edges(); edge++) {
            for (int color = 0; color < colors.lower; color++) {
                boolean isInPlane = isOpenPlane[colors.plane(color)];
                boolean isOpen = isInPlane && colors.isOpenUp(board, edge, color, unit);
                boolean isOpenDown = isInPlane && colors.isOpenDown(board, edge, color, unit);
                for (int fold = 0; fold < folds; fold++) {
                    close(below, edge, color + fold * colors.lower, isOpen, isOpenDown);
                }
            }
        }
    }

    private static void close(
            BipartiteColoring coloring, int vertex, int color, boolean isLeftOpen, boolean isRightOpen) {
        if (!isLeftOpen) {
            coloring.closeLeft(vertex, color);
        }
        if (!isRightOpen) {
            coloring.closeRight(vertex, color);
        }
    }

    /** The second colouring, of the flows of one plane that go over its cores. */
    private final class Plane {
        private final int plane;
        private final int[] members;
        private final int[] lower;

        Plane(int plane, int[] members, int[] lower) {
            this.plane = plane;
            this.members = members;
            this.lower = lower;
        }

        int place(int[] preferred, Placement current, int mostMoves) {
            int[] from = Arrays.stream(members)
                    .map(i -> space.podOf(board.from[flows[i]]))
                    .toArray();
            int[] to = Arrays.stream(members)
                    .map(i -> space.podOf(board.to[flows[i]]))
                    .toArray();
            BipartiteColoring above = new BipartiteColoring(space.pods(), space.pods(), colors.upper * folds, from, to);
            closeAbove(above);
            int[] kept = Arrays.stream(members).map(i -> flows[i]).toArray();
            int[] wanted = new int[members.length];
            Arrays.setAll(wanted, at -> wanted(members[at], preferred));
            int moves = color(above, kept, wanted, current, mostMoves);
            for (int at = 0; at < members.length; at++) {
                if (above.colorOf(at) != NONE) {
                    int i = members[at];
                    int on = colors.on(colors.aggregation(from[at], plane), above.colorOf(at) % colors.upper);
                    put(flows[i], colors.up(board.from[flows[i]], lower[i]) * space.width() + on);
                }
            }
            return moves;
        }

        private int wanted(int i, int[] preferred) {
            int from = board.from[flows[i]];
            if (preferred[i] < 0) {
                return NONE;
            }
            int aggregation = space.aggregationAbove(from, preferred[i] / space.width());
            return space.planeOf(aggregation) == plane ? colors.ofOn(aggregation, preferred[i] % space.width()) : NONE;
        }

        private void closeAbove(BipartiteColoring above) {
            for (int pod = 0; pod < space.pods(); pod++) {
                int aggregation = colors.aggregation(pod, plane);
                for (int color = 0; color < colors.upper; color++) {
                    int on = aggregation == NONE ? NONE : colors.on(aggregation, color);
                    boolean isOpen = on != NONE && board.hasRoom(space.onLink(aggregation, on), unit, 1);
                    boolean isOpenDown = on != NONE
                            && board.hasRoom(
                                    space.coreDown(space.coreAbove(aggregation, on), pod),
                                    unit,
                                    colors.parallelAbove(color) + 1);
                    for (int fold = 0; fold < folds; fold++) {
                        close(above, pod, color + fold * colors.upper, isOpen, isOpenDown);
                    }
                }
            }
        }
    }
}
