package io.heddle.controller.state;

import java.time.Instant;

/**
 * What is due, and since when the cabling has been quiet.
 *
 * <p>A known cable that dies or returns is acted on at once; cabling never seen before is looked at only when it has been quiet for
 * a while, because half a fabric looks like another design.
 *
 * @param startedAt when this controller started
 * @param lastNews when cabling was last seen to change
 * @param recognitionDue whether the design must be looked at again
 * @param planDue whether the plan must be computed again
 * @param hasSettled whether the fabric has settled once
 */
public record Formation(
        Instant startedAt, Instant lastNews, boolean recognitionDue, boolean planDue, boolean hasSettled) {

    /** A controller that has just started. */
    public static Formation startedAt(Instant now) {
        return new Formation(now, now, false, false, false);
    }

    /** Cabling nobody knew was seen. */
    public Formation news(Instant now) {
        return new Formation(startedAt, now, true, planDue, hasSettled);
    }

    /** Known cabling changed its state: acted on at once, and looked at again when it has been quiet. */
    public Formation changed(Instant now) {
        return new Formation(startedAt, now, true, true, hasSettled);
    }

    /** Something else that the plan depends on changed. */
    public Formation replanned() {
        return new Formation(startedAt, lastNews, recognitionDue, true, hasSettled);
    }

    /** Everything due was done, except what {@code recognitionStillDue}. */
    public Formation settled(boolean recognitionStillDue) {
        return new Formation(startedAt, lastNews, recognitionStillDue, false, true);
    }
}
