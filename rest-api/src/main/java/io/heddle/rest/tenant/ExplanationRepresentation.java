package io.heddle.rest.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a connection, and why.
 *
 * @param instant when this was put together
 * @param outcome PASSES, BLOCKS or UNKNOWN
 * @param service what the connection is for
 * @param from the address it comes from, if there is one that fits
 * @param to the address it goes to, if there is one that fits
 * @param findings what was found at each stage, in the order in which its first packet comes to them
 */
public record ExplanationRepresentation(
        Instant instant,
        String outcome,
        String service,
        Optional<String> from,
        Optional<String> to,
        List<FindingRepresentation> findings) {

    public ExplanationRepresentation {
        findings = List.copyOf(findings);
    }

    /**
     * What was found at one stage.
     *
     * @param stage SOURCE, EGRESS, WAY, INGRESS or DESTINATION
     * @param outcome PASSES, BLOCKS or UNKNOWN
     * @param reason why, as a sentence
     * @param decider what decides, if it has an identifier
     */
    public record FindingRepresentation(
            String stage, String outcome, String reason, Optional<DeciderRepresentation> decider) {}

    /**
     * What decides.
     *
     * @param type what the Networking API calls such a thing
     * @param id its identifier
     */
    public record DeciderRepresentation(String type, String id) {}
}
