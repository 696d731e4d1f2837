package io.heddle.controller.tenant;

import io.heddle.controller.state.Session;

/**
 * How far a bridge is with what it is told, in one session.
 *
 * @param isFresh whether it held nothing of ours when it connected
 * @param told the last revision of the plan that it was told in full
 * @param through the last revision of the plan that it is known to hold in full; never falls
 */
record Footing(boolean isFresh, long told, long through) {

    private static final long NEVER = -1;

    static Footing opened(Session session) {
        boolean isFresh =
                session.held().rules().isEmpty() && session.held().groups().isEmpty();
        return new Footing(isFresh, NEVER, NEVER);
    }

    /** Whether anything was sent in this session. */
    boolean hasBegun() {
        return told != NEVER;
    }

    /** After {@code revision} was sent, or found to be there. */
    Footing told(long revision, Session session) {
        return new Footing(isFresh, revision, through).confirmed(session);
    }

    /** After an answer. */
    Footing confirmed(Session session) {
        if (!hasBegun() || !session.isTrusted()) {
            return this;
        }
        long held = session.isIdle() ? told : session.confirmedRevision();
        return new Footing(isFresh, told, Math.max(through, held));
    }
}
