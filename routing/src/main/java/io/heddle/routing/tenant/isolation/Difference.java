package io.heddle.routing.tenant.isolation;

import io.heddle.routing.verify.Packet;
import java.util.List;

/**
 * Something that tables do otherwise than it was meant.
 *
 * @param kind what
 * @param source who sends
 * @param target who gets it, or does not
 * @param witness one packet for which it is so, as it is sent
 * @param passed the rules that the witness passes, if it arrives
 */
public record Difference(Kind kind, End source, End target, Packet witness, List<PassedRule> passed) {

    /** The ways in which tables and what was meant can differ. */
    public enum Kind {
        /** The target gets what it may not get. */
        POSSIBLE_BUT_NOT_ALLOWED("is possible but not allowed"),
        /** The target does not get what it must. */
        ALLOWED_BUT_NOT_POSSIBLE("is allowed but not possible"),
        /** The source is not told where the target is. */
        NOT_ANSWERED("is asked for and not found"),
        /** The source is told that the target is where it is not. */
        ANSWERED_WRONGLY("is asked for and somebody else found"),
        /** A connection may begin, and its answers do not come back. */
        REPLY_LOST("is allowed, but answers do not come back"),
        /** A connection may begin, and does not go on. */
        CONTINUATION_LOST("is allowed, but ends after its first packet");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As the end of a sentence about a packet from one end to another. */
        public String text() {
            return text;
        }
    }

    public Difference {
        passed = List.copyOf(passed);
    }

    /** As a sentence. */
    public String text() {
        return "From " + source.text() + " to " + target.text() + ": " + witness + " " + kind.text() + ".";
    }
}
