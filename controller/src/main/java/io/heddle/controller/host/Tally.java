package io.heddle.controller.host;

/** Counts, for {@link HostCounters}. */
final class Tally {
    long packets;
    long overRate;
    long malformed;
    long dhcpAnswers;
    long arpAnswers;
    long arpProbes;
    long icmpSent;
    long held;
    long heldDropped;
    long claimsRefused;

    HostCounters counters() {
        return new HostCounters(
                packets,
                overRate,
                malformed,
                dhcpAnswers,
                arpAnswers,
                arpProbes,
                icmpSent,
                held,
                heldDropped,
                claimsRefused);
    }
}
