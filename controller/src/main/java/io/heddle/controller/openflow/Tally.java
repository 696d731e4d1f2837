package io.heddle.controller.openflow;

import java.util.concurrent.atomic.LongAdder;

/** Counts as it goes; added to on the event loop, read from anywhere. */
final class Tally {
    final LongAdder open = new LongAdder();
    final LongAdder live = new LongAdder();
    final LongAdder accepted = new LongAdder();
    final LongAdder turnedAway = new LongAdder();
    final LongAdder failedHandshakes = new LongAdder();
    final LongAdder insecure = new LongAdder();
    final LongAdder messagesIn = new LongAdder();
    final LongAdder messagesOut = new LongAdder();
    final LongAdder packetIns = new LongAdder();
    final LongAdder packetInsDropped = new LongAdder();
    final LongAdder packetOuts = new LongAdder();
    final LongAdder packetOutsDropped = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder unparsed = new LongAdder();
    final LongAdder batchesConfirmed = new LongAdder();
    final LongAdder batchesRefused = new LongAdder();
    final LongAdder changes = new LongAdder();

    OpenFlowCounters snapshot() {
        return new OpenFlowCounters(
                open.sum(),
                live.sum(),
                accepted.sum(),
                turnedAway.sum(),
                failedHandshakes.sum(),
                insecure.sum(),
                messagesIn.sum(),
                messagesOut.sum(),
                packetIns.sum(),
                packetInsDropped.sum(),
                packetOuts.sum(),
                packetOutsDropped.sum(),
                errors.sum(),
                unparsed.sum(),
                batchesConfirmed.sum(),
                batchesRefused.sum(),
                changes.sum());
    }
}
