package io.heddle.rest.view;

import java.util.List;
import java.util.Optional;

/**
 * Something that is not as it should be.
 *
 * @param kind {@code missing-link}, {@code missing-switch}, {@code wrong-cable}, {@code unplaced-switch} or {@code operation}
 * @param sentence what is wrong, for a person
 * @param ends the ports concerned
 * @param dpid the switch concerned; empty when it is not about one
 */
public record ProblemRepresentation(String kind, String sentence, List<EndRepresentation> ends, Optional<String> dpid) {

    public ProblemRepresentation {
        ends = List.copyOf(ends);
    }
}
