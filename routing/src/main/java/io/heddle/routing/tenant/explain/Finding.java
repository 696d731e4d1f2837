package io.heddle.routing.tenant.explain;

import io.heddle.routing.tenant.ResourceId;
import java.util.Optional;

/**
 * What was found at one stage of a connection.
 *
 * @param stage where
 * @param outcome what becomes of the connection there
 * @param reason why, as a sentence
 * @param decider what decides, if it is something that has an identifier and that whoever asks sees
 */
public record Finding(Stage stage, Outcome outcome, String reason, Optional<ResourceId> decider) {

    /** The stages of a connection, in the order in which its first packet comes to them. */
    public enum Stage {
        /** The port that begins it. */
        SOURCE,
        /** What the security groups of that port let out. */
        EGRESS,
        /** The networks and routers between the ends. */
        WAY,
        /** What the security groups of the other port let in. */
        INGRESS,
        /** The other port. */
        DESTINATION
    }

    /** What becomes of a connection at a stage. */
    public enum Outcome {
        /** It goes on. */
        PASSES,
        /** It ends. */
        BLOCKS,
        /** That is not known, or not for whoever asks. */
        UNKNOWN
    }

    static Finding passes(Stage stage, String reason) {
        return new Finding(stage, Outcome.PASSES, reason, Optional.empty());
    }

    static Finding passes(Stage stage, String reason, ResourceId decider) {
        return new Finding(stage, Outcome.PASSES, reason, Optional.of(decider));
    }

    static Finding blocks(Stage stage, String reason) {
        return new Finding(stage, Outcome.BLOCKS, reason, Optional.empty());
    }

    static Finding blocks(Stage stage, String reason, ResourceId decider) {
        return new Finding(stage, Outcome.BLOCKS, reason, Optional.of(decider));
    }

    static Finding unknown(Stage stage, String reason) {
        return new Finding(stage, Outcome.UNKNOWN, reason, Optional.empty());
    }

    Finding withoutDecider() {
        return new Finding(stage, outcome, reason, Optional.empty());
    }
}
