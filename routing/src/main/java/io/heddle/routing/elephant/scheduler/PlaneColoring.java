package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Lets flows of which no two fit on one link into a fabric that is full of such flows, a few planes at a time.
 *
 * <p>What ended left room in all planes, and who came may need a cable up of one and a cable down of another. To colour all anew would
 * move nearly all flows, and so would swaps along chains, which grow as the fabric fills. So the planes with the most room, and no more
 * than a round's moves, are coloured anew with those who stay and as many newcomers as have room there ({@link Admission}); nobody else
 * is touched. No plane gets worse, and round by round all are filled.
 */
final class PlaneColoring {

    private static final int HASHED = Placement.HASHED;

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
        int[] newcomers =
                Arrays.stream(whole).filter(flow -> board.paths[flow] == HASHED).toArray();
        boolean[] isOpen = newcomers.length == 0 ? new boolean[space.planes()] : roomiest(mostMoves);
        int[] lifted = Arrays.stream(whole)
                .filter(flow -> board.paths[flow] != HASHED && isOpen[plane(flow)])
                .toArray();
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
            Arrays.stream(lifted).forEach(flow -> board.put(flow, now.paths[flow]));
        }
    }

    /** Those steered first, then those that the hash sends where there is room. */
    private void keep(Board now, Placement current) {
        PathSearch search = new PathSearch(board);
        for (int pass = 0; pass < 2; pass++) {
            for (int flow : whole) {
                int path = now.paths[flow];
                if (path != HASHED && current.isSteered(flow) == (pass == 0) && search.fits(flow, path)) {
                    board.put(flow, path);
                }
            }
        }
    }

    private int plane(int flow) {
        return space.planeOf(space.aggregationAbove(board.from[flow], board.paths[flow] / space.width()));
    }

    /** The planes with the fewest flows, as many as can be filled with so many moves; one at least. */
    private boolean[] roomiest(int mostMoves) {
        int[] kept = new int[space.planes()];
        Arrays.stream(whole).filter(flow -> board.paths[flow] != HASHED).forEach(flow -> kept[plane(flow)]++);
        int full = Math.max(1, (whole.length + kept.length - 1) / kept.length);
        boolean[] isOpen = new boolean[kept.length];
        IntStream.range(0, kept.length)
                .boxed()
                .sorted(Comparator.comparingInt(plane -> kept[plane]))
                .limit(Math.max(1, mostMoves / full))
                .forEach(plane -> isOpen[plane] = true);
        return isOpen;
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
