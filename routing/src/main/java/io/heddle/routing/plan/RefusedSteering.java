package io.heddle.routing.plan;

/**
 * A steering that is not in the plan: its flow goes by the hash.
 *
 * @param steering what was asked for
 * @param reason why not
 */
public record RefusedSteering(Steering steering, Reason reason) {

    /** Why a flow is not steered. */
    public enum Reason {
        /** Source or destination is no known host, or both are at one switch. */
        NO_WAY_UP("its hosts are not known, or at one switch"),
        /** The first switch is not the edge switch of the source. */
        NOT_AT_SOURCE("its source is at another switch"),
        /** A port of it leads to nothing above, or not to the next switch. */
        NOT_UPWARD("a port of it does not lead up to the next switch"),
        /** A cable of it is dead. */
        DEAD("a cable of it is dead"),
        /** That way is kept free of traffic to the destination, or leads past it. */
        NOT_ON_THE_WAY("that way does not lead to the destination now"),
        /** A switch of it holds as many rules for steered flows as it may. */
        FULL("a switch of it has all the steering rules that it may");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** The reason as the rest of a sentence. */
        public String words() {
            return words;
        }
    }
}
