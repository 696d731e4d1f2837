package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.PathSpace;

/**
 * In what order planes are worth being coloured anew for newcomers: those first that together have a free cable up from one end of the
 * most of them and a free trunk down to the other.
 *
 * <p>Any two planes, one free at either end of a newcomer, can let it in, so that the first two are never in vain.
 */
final class PlaneOrder {

    private final Board board;
    private final ClosColors colors;
    private final double unit;
    private final int planes;

    PlaneOrder(Board board, ClosColors colors, double unit) {
        this.board = board;
        this.colors = colors;
        this.unit = unit;
        this.planes = board.space.planes();
    }

    /** All planes, for flows that are not on the board. */
    int[] of(int[] newcomers) {
        long[][] admitted = admitted(newcomers);
        long[] gain = new long[planes];
        int[] order = new int[planes];
        boolean[] isTaken = new boolean[planes];
        for (int place = 0; place < planes; place++) {
            int next = place == 0 ? bestOfPair(admitted) : best(gain, admitted, isTaken);
            order[place] = next;
            isTaken[next] = true;
            for (int plane = 0; plane < planes; plane++) {
                gain[plane] += admitted[plane][next] + admitted[next][plane];
            }
        }
        return order;
    }

    /** How many newcomers have a cable up to one plane and a trunk down from another. */
    private long[][] admitted(int[] newcomers) {
        PathSpace space = board.space;
        boolean[][] up = new boolean[space.edges()][planes];
        boolean[][] down = new boolean[space.edges()][planes];
        for (int edge = 0; edge < space.edges(); edge++) {
            for (int color = 0; color < colors.lower; color++) {
                up[edge][colors.plane(color)] |= colors.isOpenUp(board, edge, color, unit);
                down[edge][colors.plane(color)] |= colors.isOpenDown(board, edge, color, unit);
            }
        }
        long[][] admitted = new long[planes][planes];
        for (int flow : newcomers) {
            for (int plane = 0; plane < planes; plane++) {
                for (int other = 0; up[board.from[flow]][plane] && other < planes; other++) {
                    admitted[plane][other] += down[board.to[flow]][other] ? 1 : 0;
                }
            }
        }
        return admitted;
    }

    private int bestOfPair(long[][] admitted) {
        int best = 0;
        long most = -1;
        for (int one = 0; one < planes; one++) {
            for (int other = 0; other < planes; other++) {
                long both = one == other
                        ? admitted[one][one]
                        : admitted[one][one] + admitted[one][other] + admitted[other][one] + admitted[other][other];
                if (both > most) {
                    most = both;
                    best = one;
                }
            }
        }
        return best;
    }

    private int best(long[] gain, long[][] admitted, boolean[] isTaken) {
        int best = -1;
        for (int plane = 0; plane < planes; plane++) {
            boolean isBetter = !isTaken[plane]
                    && (best < 0 || gain[plane] + admitted[plane][plane] > gain[best] + admitted[best][best]);
            best = isBetter ? plane : best;
        }
        return best;
    }
}
