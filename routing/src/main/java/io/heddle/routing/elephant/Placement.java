package io.heddle.routing.elephant;

import java.util.Arrays;

/**
 * Where every flow of a {@link Flows} is sent: a path number each, or {@link #HASHED} for one that is left to ECMP.
 *
 * <p>A value: the array is copied in and never handed out.
 */
public final class Placement {

    /** In place of a path number: not steered. */
    public static final int HASHED = -1;

    private final int[] paths;

    private Placement(int[] paths) {
        this.paths = paths;
    }

    /** The flows sent along those paths. */
    public static Placement of(int[] paths) {
        return new Placement(paths.clone());
    }

    /** None of so many flows is steered. */
    public static Placement hashed(int flows) {
        int[] paths = new int[flows];
        Arrays.fill(paths, HASHED);
        return new Placement(paths);
    }

    public int size() {
        return paths.length;
    }

    /** The path that flow is steered along, or {@link #HASHED}. */
    public int path(int flow) {
        return paths[flow];
    }

    public boolean isSteered(int flow) {
        return paths[flow] != HASHED;
    }

    /** The path that flow takes: the one it is steered along, or else its hashed one. */
    public int taken(Flows flows, int flow) {
        return paths[flow] == HASHED ? flows.hashed(flow) : paths[flow];
    }

    /** All path numbers, copied. */
    public int[] paths() {
        return paths.clone();
    }

    /** How many flows take another path here than there; both are placements of {@code flows}. */
    public int moves(Flows flows, Placement other) {
        int moves = 0;
        for (int flow = 0; flow < paths.length; flow++) {
            moves += taken(flows, flow) == other.taken(flows, flow) ? 0 : 1;
        }
        return moves;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Placement placement && Arrays.equals(paths, placement.paths);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(paths);
    }

    @Override
    public String toString() {
        return "Placement" + Arrays.toString(paths);
    }
}
