package io.heddle.rest;

import io.heddle.routing.verify.HashVariant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The control channel to a switch that is connected now.
 *
 * @param version the OpenFlow version in use, such as {@code 1.5}
 * @param software what the switch says it runs, such as {@code Nicira, Inc. Open vSwitch 3.1.0}; untrusted text
 * @param remote the address of its end, for people
 * @param connectedSince when the handshake was finished
 * @param isSynced whether it confirmed everything the plan wants of it
 * @param confirmedRevision the last plan revision it confirmed; 0 before the first
 * @param foreignCount how many entries of somebody else's it holds
 * @param foreign some of those entries as text, one line each
 * @param refusals what it refused, one sentence each, latest last; bounded by whoever fills it in
 * @param polarisationNote why its choice of paths may follow that of its neighbours, when it may
 * @param hash what its select groups hash with, once that was found out
 */
public record SwitchSession(
        String version,
        String software,
        String remote,
        Instant connectedSince,
        boolean isSynced,
        long confirmedRevision,
        int foreignCount,
        List<String> foreign,
        List<String> refusals,
        Optional<String> polarisationNote,
        Optional<HashVariant> hash) {

    public SwitchSession {
        if (foreignCount < foreign.size()) {
            throw new IllegalArgumentException(
                    foreign.size() + " foreign entries are shown, but only " + foreignCount + " counted");
        }
        foreign = List.copyOf(foreign);
        refusals = List.copyOf(refusals);
    }
}
