package io.heddle.topology.clos;

import java.util.Comparator;

/**
 * The place of a switch in a design, numbered from 0, left to right.
 *
 * <ul>
 *   <li>{@code EDGE}: {@code pod}, and {@code index} among the edge switches of the pod (a leaf-spine is pod 0 throughout).
 *   <li>{@code AGGREGATION}: {@code pod}, and {@code index} among the aggregation switches of the pod, which is also its plane.
 *   <li>{@code CORE}: {@code pod} holds the plane (row i−1 of the core grid of Al-Fares, SIGCOMM 2008 §3.2) and {@code index} the
 *       place in that plane (column j−1). In a leaf-spine all spines are plane 0.
 * </ul>
 *
 * @param tier the layer
 * @param pod the pod, or for a core switch its plane
 * @param index the place within it
 */
public record Position(Tier tier, int pod, int index) implements Comparable<Position> {

    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::tier).thenComparingInt(Position::pod).thenComparingInt(Position::index);

    public Position {
        if (pod < 0 || index < 0) {
            throw new IllegalArgumentException("a position is numbered from 0, not " + pod + "." + index);
        }
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
