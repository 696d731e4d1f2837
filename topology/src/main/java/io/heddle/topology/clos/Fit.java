package io.heddle.topology.clos;

/** Which switches a design cables to each other, told from their labels. */
final class Fit {

    private static final int NONE = CablingGraph.NONE;

    private Fit() {}

    /** Whether {@code upper} is one of the switches that {@code lower} has upward cables to by design. */
    static boolean isAbove(Labels labels, int upper, int lower) {
        return switch (labels.tier[lower]) {
            case Labels.EDGE ->
                labels.tier[upper] == Labels.AGGREGATION
                        ? isSame(labels.pod[lower], labels.pod[upper])
                        : labels.tier[upper] == Labels.CORE && isSame(labels.plane[lower], labels.plane[upper]);
            case Labels.AGGREGATION ->
                labels.tier[upper] == Labels.CORE && isSame(labels.plane[lower], labels.plane[upper]);
            default -> false;
        };
    }

    private static boolean isSame(int one, int other) {
        return one != NONE && one == other;
    }

    /** Whether a cable between the two has a place in the design. */
    static boolean areCabled(Labels labels, int one, int other) {
        return isAbove(labels, one, other) || isAbove(labels, other, one);
    }

    /** The lower of two switches that {@link #areCabled}. */
    static int lower(Labels labels, int one, int other) {
        return labels.tier[one] < labels.tier[other] ? one : other;
    }
}
