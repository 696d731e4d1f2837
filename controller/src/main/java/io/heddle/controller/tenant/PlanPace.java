package io.heddle.controller.tenant;

import java.time.Duration;
import java.time.Instant;

/**
 * When to plan: a few changes soon, so that what begins together is one plan, two machines of a network on two servers above all; while
 * many come, as when hundreds of servers are filled or connect, once they pause, because all that was planned before would be planned
 * again; and after a plan that took long only after as long a rest. What a pause is depends on how long they have been coming.
 */
final class PlanPace {

    private static final Duration SOON = Duration.ofMillis(2);
    private static final int FEW = 8;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final int SHARE = 4;
    private static final Duration GATHERING_AT_MOST = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMillis(20);
    private static final Duration REST_AT_MOST = Duration.ofMillis(200);

    private Instant rested;
    private Instant gathered;
    private Instant first;
    private int changes;

    PlanPace(Instant now) {
        rested = now;
        gathered = now;
        first = now;
    }

    /** Something that is planned for is not as it was. */
    void changed(Instant now) {
        if (changes == 0) {
            first = now;
        }
        changes++;
        gathered = changes <= FEW ? first.plus(SOON) : earlier(now.plus(pause(now)), first.plus(GATHERING_AT_MOST));
    }

    /** In a long burst a short pause is none: garbage is collected, or somebody else had a turn. */
    private Duration pause(Instant now) {
        Duration share = Duration.between(first, now).dividedBy(SHARE);
        return share.compareTo(PAUSE) > 0 ? share : PAUSE;
    }

    /** What was due is planned. */
    void planned(Instant began, Instant ended) {
        changes = 0;
        Duration taken = Duration.between(began, ended);
        if (taken.compareTo(LONG) >= 0) {
            rested = ended.plus(taken.compareTo(REST_AT_MOST) < 0 ? taken : REST_AT_MOST);
        }
    }

    /** From when on to plan what is due. */
    Instant next() {
        return gathered.isAfter(rested) ? gathered : rested;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
