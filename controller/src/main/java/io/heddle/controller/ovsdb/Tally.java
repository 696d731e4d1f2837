package io.heddle.controller.ovsdb;

import java.util.concurrent.atomic.LongAdder;

/** Counts as it goes; added to on the event loop, read from anywhere. */
final class Tally {
    final LongAdder open = new LongAdder();
    final LongAdder live = new LongAdder();
    final LongAdder accepted = new LongAdder();
    final LongAdder turnedAway = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder insecure = new LongAdder();
    final LongAdder messagesIn = new LongAdder();
    final LongAdder messagesOut = new LongAdder();
    final LongAdder updates = new LongAdder();
    final LongAdder committed = new LongAdder();
    final LongAdder overtaken = new LongAdder();
    final LongAdder refused = new LongAdder();

    OvsdbCounters snapshot() {
        return new OvsdbCounters(
                open.sum(),
                live.sum(),
                accepted.sum(),
                turnedAway.sum(),
                failed.sum(),
                insecure.sum(),
                messagesIn.sum(),
                messagesOut.sum(),
                updates.sum(),
                committed.sum(),
                overtaken.sum(),
                refused.sum());
    }
}
