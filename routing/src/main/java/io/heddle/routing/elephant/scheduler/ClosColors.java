package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.PathSpace;
import java.util.Arrays;

/**
 * What a colour is at each switch of a Clos.
 *
 * <p>Below, a colour is a plane and one of the parallel cables to it, the same for all edge switches however their cables are ordered.
 * Above, within a plane, it is a core and one of the parallel cables to it.
 */
final class ClosColors {

    private static final int NONE = BipartiteColoring.NONE;

    /** How many colours there are below. */
    final int lower;
    /** How many colours there are above, in each plane. */
    final int upper;

    private final PathSpace space;
    private final int[] upOfColor;
    private final int[] colorOfUp;
    private final int[] onOfColor;
    private final int[] colorOfOn;
    private final int[] aggregationOf;
    private final int lowerParallel;
    private final int upperParallel;
    private final int mostUps;

    ClosColors(PathSpace space) {
        this.space = space;
        this.mostUps = Math.max(1, space.pathNumbers() / space.width());
        int[] placeOfCore = new int[space.cores()];
        int cores = numberCores(placeOfCore);
        this.lowerParallel = lowerParallel();
        this.upperParallel = upperParallel();
        this.lower = space.planes() * lowerParallel;
        this.upper = cores * upperParallel;
        this.upOfColor = filled(space.edges() * lower);
        this.colorOfUp = filled(space.edges() * mostUps);
        this.onOfColor = filled(space.aggregations() * upper);
        this.colorOfOn = filled(space.aggregations() * space.width());
        this.aggregationOf = filled(space.pods() * space.planes());
        for (int edge = 0; edge < space.edges(); edge++) {
            nameUps(edge);
        }
        for (int aggregation = 0; aggregation < space.aggregations(); aggregation++) {
            aggregationOf[space.podOfAggregation(aggregation) * space.planes() + space.planeOf(aggregation)] =
                    aggregation;
            nameOns(aggregation, placeOfCore);
        }
    }

    private static int[] filled(int size) {
        int[] array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }

    /** Numbers the cores of each plane from 0; gives how many the largest plane has. */
    private int numberCores(int[] placeOfCore) {
        int[] next = new int[space.planes()];
        Arrays.fill(placeOfCore, NONE);
        int most = 0;
        for (int aggregation = 0; aggregation < space.aggregations(); aggregation++) {
            for (int on = 0; on < space.onsOf(aggregation); on++) {
                int core = space.coreAbove(aggregation, on);
                if (placeOfCore[core] == NONE) {
                    placeOfCore[core] = next[space.planeOf(aggregation)]++;
                    most = Math.max(most, next[space.planeOf(aggregation)]);
                }
            }
        }
        return most;
    }

    private int lowerParallel() {
        int most = 1;
        for (int edge = 0; edge < space.edges(); edge++) {
            int[] count = new int[space.planes()];
            for (int up = 0; up < space.upsOf(edge); up++) {
                most = Math.max(most, ++count[space.planeOf(space.aggregationAbove(edge, up))]);
            }
        }
        return most;
    }

    private int upperParallel() {
        int most = 1;
        int[] count = new int[space.cores()];
        for (int aggregation = 0; aggregation < space.aggregations(); aggregation++) {
            Arrays.fill(count, 0);
            for (int on = 0; on < space.onsOf(aggregation); on++) {
                most = Math.max(most, ++count[space.coreAbove(aggregation, on)]);
            }
        }
        return most;
    }

    private void nameUps(int edge) {
        int[] next = new int[space.planes()];
        for (int up = 0; up < space.upsOf(edge); up++) {
            int plane = space.planeOf(space.aggregationAbove(edge, up));
            int color = plane * lowerParallel + next[plane]++;
            upOfColor[edge * lower + color] = up;
            colorOfUp[edge * mostUps + up] = color;
        }
    }

    private void nameOns(int aggregation, int[] placeOfCore) {
        int[] next = new int[upper];
        for (int on = 0; on < space.onsOf(aggregation); on++) {
            int place = placeOfCore[space.coreAbove(aggregation, on)];
            int color = place * upperParallel + next[place]++;
            onOfColor[aggregation * upper + color] = on;
            colorOfOn[aggregation * space.width() + on] = color;
        }
    }

    /** The cable up of an edge switch that has a colour, or −1. */
    int up(int edge, int color) {
        return upOfColor[edge * lower + color];
    }

    /** Whether the cable up of an edge switch that has a colour lives, with room for {@code unit}. */
    boolean isOpenUp(Board board, int edge, int color, double unit) {
        int up = up(edge, color);
        return up != NONE && board.hasRoom(space.upLink(edge, up), unit, 1);
    }

    /** Whether the trunk down to an edge switch has room for {@code unit} in a colour, beside those before it in its plane. */
    boolean isOpenDown(Board board, int edge, int color, double unit) {
        int aggregation = aggregation(space.podOf(edge), plane(color));
        return aggregation != NONE
                && board.hasRoom(space.aggregationDown(aggregation, edge), unit, parallel(color) + 1);
    }

    int ofUp(int edge, int up) {
        return colorOfUp[edge * mostUps + up];
    }

    /** The cable on from an aggregation switch that has a colour, or −1. */
    int on(int aggregation, int color) {
        return onOfColor[aggregation * upper + color];
    }

    int ofOn(int aggregation, int on) {
        return colorOfOn[aggregation * space.width() + on];
    }

    int plane(int lowerColor) {
        return lowerColor / lowerParallel;
    }

    /** Which of the parallel cables to its plane a lower colour is. */
    int parallel(int lowerColor) {
        return lowerColor % lowerParallel;
    }

    /** Which of the parallel cables to its core an upper colour is. */
    int parallelAbove(int upperColor) {
        return upperColor % upperParallel;
    }

    /** The aggregation switch of a pod in a plane, or −1. */
    int aggregation(int pod, int plane) {
        return aggregationOf[pod * space.planes() + plane];
    }
}
