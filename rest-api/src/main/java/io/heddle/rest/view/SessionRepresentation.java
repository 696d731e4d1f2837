package io.heddle.rest.view;

import io.heddle.rest.SwitchSession;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The control channel to a switch.
 *
 * @param openflow the OpenFlow version in use
 * @param software what the switch says it runs
 * @param remote the address of its end
 * @param connectedSince when the handshake was finished
 * @param synced whether it confirmed everything the plan wants of it
 * @param confirmedRevision the last plan revision it confirmed
 * @param foreignEntries how many entries of somebody else's it holds; they are left alone
 * @param foreignSample some of them as text
 * @param refusals what it refused, one sentence each
 * @param polarisationNote why its choice of paths may follow that of its neighbours; empty when it does not
 * @param hash what its select groups hash with: {@code murmur}, {@code crc32c} or {@code unknown}
 */
public record SessionRepresentation(
        String openflow,
        String software,
        String remote,
        Instant connectedSince,
        boolean synced,
        long confirmedRevision,
        int foreignEntries,
        List<String> foreignSample,
        List<String> refusals,
        Optional<String> polarisationNote,
        String hash) {

    public SessionRepresentation {
        foreignSample = List.copyOf(foreignSample);
        refusals = List.copyOf(refusals);
    }

    static SessionRepresentation of(SwitchSession session) {
        return new SessionRepresentation(
                session.version(),
                session.software(),
                session.remote(),
                session.connectedSince(),
                session.isSynced(),
                session.confirmedRevision(),
                session.foreignCount(),
                session.foreign(),
                session.refusals(),
                session.polarisationNote(),
                session.hash().map(hash -> hash.name().toLowerCase(Locale.ROOT)).orElse("unknown"));
    }
}
