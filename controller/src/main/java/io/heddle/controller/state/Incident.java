package io.heddle.controller.state;

import java.time.Instant;

/**
 * Something that somebody tried and did not get, for the list of problems.
 *
 * @param sentence what happened, and what to do about it
 * @param first when it was first seen
 * @param last when it was last seen
 * @param count how often
 */
public record Incident(String sentence, Instant first, Instant last, long count) {

    /** The same incident once more. */
    public Incident again(Instant now) {
        return new Incident(sentence, first, now, count + 1);
    }
}
