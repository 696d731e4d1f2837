package io.heddle.topology.clos;

/**
 * How many shortest paths there are between two edge switches.
 *
 * @param fewest the smallest number over all pairs; 0 when there is no pair, or a pair that cannot reach each other
 * @param most the largest number over all pairs
 */
public record PathCounts(long fewest, long most) {

    static final PathCounts NONE = new PathCounts(0, 0);

    public PathCounts {
        if (fewest < 0 || most < fewest) {
            throw new IllegalArgumentException("path counts cannot be " + fewest + " to " + most);
        }
    }
}
