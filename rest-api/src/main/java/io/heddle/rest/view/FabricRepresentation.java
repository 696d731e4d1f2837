package io.heddle.rest.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The fabric as a whole.
 *
 * @param revision the number of the snapshot this was taken from
 * @param instant when that was
 * @param state {@code forming}, {@code complete}, {@code degraded} or {@code not-clos}
 * @param ready whether every connected switch holds all that the plan wants of it
 * @param design what it was built to
 * @param counts how many of what
 * @param diameter links between switches on the longest shortest path between two edge switches; empty while nothing is recognised
 * @param bisectionWidth what it takes to cut the fabric into halves; empty while nothing is recognised
 * @param paths shortest paths between edge switches; empty while nothing is recognised
 * @param oversubscription capacity of all host ports over that of the narrowest tier above; empty for an irregular graph
 * @param figuresExact whether these figures are exact for the fabric as it is now, not an estimate
 * @param problems what is wrong, one sentence each, most important first
 */
public record FabricRepresentation(
        long revision,
        Instant instant,
        String state,
        boolean ready,
        DesignRepresentation design,
        CountsRepresentation counts,
        Optional<Integer> diameter,
        Optional<BisectionRepresentation> bisectionWidth,
        Optional<PathCountsRepresentation> paths,
        Optional<Double> oversubscription,
        boolean figuresExact,
        List<String> problems) {

    public FabricRepresentation {
        problems = List.copyOf(problems);
    }
}
