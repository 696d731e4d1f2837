package io.heddle.rest.view;

import java.time.Instant;
import java.util.List;

/**
 * The fabric as a whole.
 *
 * @param revision the number of the snapshot this was taken from
 * @param instant when that was
 * @param state {@code forming}, {@code complete}, {@code degraded} or {@code not-clos}
 * @param ready whether every connected switch holds all that the plan wants of it
 * @param design what it was built to
 * @param counts how many of what
 * @param problems what is wrong, one sentence each, most important first
 */
public record FabricRepresentation(
        long revision,
        Instant instant,
        String state,
        boolean ready,
        DesignRepresentation design,
        CountsRepresentation counts,
        List<String> problems) {

    public FabricRepresentation {
        problems = List.copyOf(problems);
    }
}
