package io.heddle.routing.elephant;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways of choosing paths that a controller can be told to use. */
public enum SchedulerName {
    /** Steers nothing. */
    ECMP,
    /** Hedera, NSDI 2010 §IV.B: the first path with room for the whole demand. */
    GLOBAL_FIRST_FIT,
    /** Hedera, NSDI 2010 §IV.C: one core for each receiving host, found by simulated annealing. */
    SIMULATED_ANNEALING,
    /** Bipartite edge colouring (König), exact where each host sends and receives one whole-link flow. */
    EDGE_COLORING,
    /** The largest demand first, each on the least loaded path. */
    BEST_FIT,
    /** Away from the most utilised links to the least utilised paths. */
    LEAST_UTILISED,
    /** Ours, the default: all of the above as each set of demands asks for, with as few moves as possible. */
    HEDDLE;

    /** As it is written in configuration, in the API and in tables, such as {@code global-first-fit}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The scheduler of that name, if there is one. */
    public static Optional<SchedulerName> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
}
