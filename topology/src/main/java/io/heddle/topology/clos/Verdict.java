package io.heddle.topology.clos;

import java.util.Optional;

/**
 * Whether a cabling can be read as a Clos.
 *
 * @param attempt the reading, or empty
 * @param reason why there is none (the end of a sentence), otherwise empty
 */
record Verdict(Optional<Attempt> attempt, String reason) {

    static Verdict clos(Attempt attempt) {
        return new Verdict(Optional.of(attempt), "");
    }

    static Verdict noClos(String reason) {
        return new Verdict(Optional.empty(), reason);
    }
}
