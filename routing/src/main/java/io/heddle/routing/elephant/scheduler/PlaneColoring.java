package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Lets flows of which no two fit on one link into a fabric that is full of such flows, a few planes at a time.
 *
 * <p>What ended left room in all planes, and who came may need a cable up of one and a cable down of another. To colour all anew would
 * move nearly all flows, and so would swaps along chains, which grow as the fabric fills. So the planes with room for the most of them ({@link PlaneOrder}), as many
 * as a round's moves allow, are coloured anew with those who stay and as many newcomers as have room there ({@link Admission}); nobody else
 * is touched. No plane gets worse, and round by round all are filled.
 */
final class PlaneColoring {

    private static final int HASHED = Placement.HASHED;

    /** How many times as many planes are tried as can be filled with the moves there are even if all flows of them move. */
    private static final int AMBITION = 3;

    private final Board board;
    private final PathSpace space;
    private final ClosColors colors;
    private final int[] whole;
    private final double unit;

    /**
     * Of flows that are not on the board yet.
     *
     * @param whole which
     * @param unit how much room each needs
     */
    PlaneColoring(Board board, int[] whole, double unit) {
        this.board = board;
        this.space = board.space;
        this.colors = new ClosColors(space);
        this.whole = whole;
        this.unit = unit;
    }

    /**
     * Puts on the board the flows that fit together where they are, and such others as get room.
     *
     * @param mostMoves how many flows may go elsewhere
     */
    void place(Board now, Placement current, int mostMoves) {
        keep(now, current);
        int[] kept = board.paths.clone();
        int[] newcomers =
                Arrays.stream(whole).filter(flow -> kept[flow] == HASHED).toArray();
        int sure = Math.max(1, (mostMoves - unsettled(current)) * space.planes() / Math.max(1, whole.length));
        int planes = newcomers.length == 0 ? 0 : Math.min(space.planes(), AMBITION * sure);
        int[] order = planes == 0 ? new int[0] : new PlaneOrder(board, colors, unit).of(newcomers);
        while (planes > 0) {
            fill(newcomers, Arrays.copyOf(order, planes), current);
            int moves = moves(current) + unsettled(current);
            planes = moves <= mostMoves || planes <= sure
                    ? 0
                    : Math.max(sure, Math.min(planes - 1, (int) ((long) planes * mostMoves / moves)));
            if (planes > 0) {
                restore(kept);
            }
        }
    }

    private int moves(Placement current) {
        return (int) Arrays.stream(whole)
                .filter(flow -> board.paths[flow] != HASHED && board.paths[flow] != current.taken(board.flows, flow))
                .count();
    }

    /** Newcomers still without a place: most of them have to go elsewhere than the hash sends them, too. */
    private int unsettled(Placement current) {
        return (int) Arrays.stream(whole)
                .filter(flow -> board.paths[flow] == HASHED && !current.isSteered(flow))
                .count();
    }

    private void restore(int[] paths) {
        for (int flow : whole) {
            if (board.paths[flow] != HASHED) {
                board.lift(flow);
            }
        }
        for (int flow : whole) {
            if (paths[flow] != HASHED) {
                board.put(flow, paths[flow]);
            }
        }
    }

    /** Colours some planes anew. */
    private void fill(int[] newcomers, int[] planes, Placement current) {
        boolean[] isOpen = new boolean[space.planes()];
        Arrays.stream(planes).forEach(plane -> isOpen[plane] = true);
        int[] lifted = Arrays.stream(whole)
                .filter(flow -> board.paths[flow] != HASHED && isOpen[plane(flow)])
                .toArray();
        int[] before = board.paths.clone();
        Arrays.stream(lifted).forEach(board::lift);
        int[] all = IntStream.concat(Arrays.stream(lifted), Arrays.stream(newcomers))
                .toArray();
        Admission admission = admission(all, isOpen);
        IntStream.range(0, lifted.length).forEach(admission::take);
        if (admission.extend() > 0) {
            int[] admitted = IntStream.range(0, all.length)
                    .filter(admission::isIn)
                    .map(edge -> all[edge])
                    .toArray();
            new ClosColoring(board, admitted, unit, 1).within(isOpen).place(current, Integer.MAX_VALUE);
        } else {
            Arrays.stream(lifted).forEach(flow -> board.put(flow, before[flow]));
        }
    }

    /**
     * Those that share no link with too much first, then those with few such links: who collides once is a victim, who collides
     * everywhere is to blame. Steered ones come before those that the hash sends.
     */
    private void keep(Board now, Placement current) {
        PathSearch search = new PathSearch(board);
        int[] links = new int[PathSpace.LONGEST];
        int[] rank = new int[board.paths.length];
        for (int flow : whole) {
            int count = space.fabricLinks(board.from[flow], board.to[flow], now.paths[flow], links);
            for (int i = 0; i < count; i++) {
                rank[flow] += now.excessOf(links[i], now.loads[links[i]]) > 0 ? 2 : 0;
            }
            rank[flow] += current.isSteered(flow) ? 0 : 1;
        }
        for (int turn = 0; turn <= 2 * PathSpace.LONGEST; turn++) {
            for (int flow : whole) {
                int path = now.paths[flow];
                if (path != HASHED && rank[flow] == turn && search.fits(flow, path)) {
                    board.put(flow, path);
                }
            }
        }
    }

    private int plane(int flow) {
        return space.planeOf(space.aggregationAbove(board.from[flow], board.paths[flow] / space.width()));
    }

    private Admission admission(int[] all, boolean[] isOpen) {
        int[] out = new int[space.edges()];
        int[] in = new int[space.edges()];
        for (int edge = 0; edge < space.edges(); edge++) {
            for (int color = 0; color < colors.lower; color++) {
                if (isOpen[colors.plane(color)]) {
                    out[edge] += colors.isOpenUp(board, edge, color, unit) ? 1 : 0;
                    in[edge] += colors.isOpenDown(board, edge, color, unit) ? 1 : 0;
                }
            }
        }
        int[] from = Arrays.stream(all).map(flow -> board.from[flow]).toArray();
        int[] to = Arrays.stream(all).map(flow -> board.to[flow]).toArray();
        return new Admission(from, to, out, in);
    }
}
