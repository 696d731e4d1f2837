package io.heddle.controller.telemetry.sflow;

import io.heddle.controller.telemetry.ElephantDetector;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts as it goes; added to on the collector's thread, read from anywhere. */
final class Tally {
    final LongAdder datagrams = new LongAdder();
    final LongAdder strangers = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder samples = new LongAdder();
    final LongAdder entering = new LongAdder();
    final LongAdder passing = new LongAdder();
    final LongAdder implausible = new LongAdder();
    final LongAdder unplaced = new LongAdder();
    final LongAdder unnamed = new LongAdder();
    final LongAdder portsClaimed = new LongAdder();
    final LongAdder claimsRefused = new LongAdder();
    final LongAdder reportsDropped = new LongAdder();
    private final AtomicLong elephants = new AtomicLong();
    private final AtomicLong switchesHeard = new AtomicLong();
    private final AtomicLong watched = new AtomicLong();
    private final AtomicLong crowdedOut = new AtomicLong();

    /** Notes how the detector stands. */
    void note(ElephantDetector detector, Instant now) {
        switchesHeard.set(detector.switchesHeard(now));
        elephants.set(detector.elephants());
        watched.set(detector.watched());
        crowdedOut.set(detector.crowdedOut());
    }

    SflowCounters snapshot() {
        return new SflowCounters(
                datagrams.sum(),
                strangers.sum(),
                malformed.sum(),
                lost.sum(),
                samples.sum(),
                entering.sum(),
                passing.sum(),
                implausible.sum(),
                unplaced.sum(),
                unnamed.sum(),
                portsClaimed.sum(),
                claimsRefused.sum(),
                reportsDropped.sum(),
                switchesHeard.get(),
                elephants.get(),
                watched.get(),
                crowdedOut.get());
    }
}
