package io.heddle.routing.tenant.explain;

import io.heddle.routing.tenant.explain.Finding.Outcome;
import io.heddle.topology.address.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * Why a connection is let through or not. Every stage that it would come to is told of, also those behind one that blocks it, so that
 * all that is in its way is seen at once.
 *
 * @param from the address it comes from, if the source has one that fits
 * @param to the address it goes to, if the target has one that fits
 * @param findings what was found, by stage
 */
public record Explanation(Optional<IpAddress> from, Optional<IpAddress> to, List<Finding> findings) {

    public Explanation {
        findings = List.copyOf(findings);
    }

    /** What becomes of the connection: one stage that blocks it is enough, and so is one of which nothing is known. */
    public Outcome outcome() {
        if (has(Outcome.BLOCKS)) {
            return Outcome.BLOCKS;
        }
        return has(Outcome.UNKNOWN) ? Outcome.UNKNOWN : Outcome.PASSES;
    }

    private boolean has(Outcome outcome) {
        return findings.stream().anyMatch(finding -> finding.outcome() == outcome);
    }
}
