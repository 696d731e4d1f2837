package io.heddle.routing.elephant;

import io.heddle.routing.plan.Steering;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import java.util.List;

/**
 * What a round decided, and what it expects of it.
 *
 * @param steerings the flows to be steered, by flow; all others are left to ECMP
 * @param outcomes every elephant that has a place in the fabric, by flow
 * @param moved how many of them take another way than before
 * @param bitsPerSecond what they are expected to carry together
 * @param hashedBitsPerSecond what they would carry together if none were steered: the counterfactual
 */
public record ElephantDecision(
        List<Steering> steerings, List<Outcome> outcomes, int moved, long bitsPerSecond, long hashedBitsPerSecond) {

    public ElephantDecision {
        steerings = List.copyOf(steerings);
        outcomes = List.copyOf(outcomes);
    }

    /**
     * One elephant after the round. Rates are those of a flow that sends as much as it can, sharing links fairly with the others.
     *
     * @param flow the flow
     * @param ways where it goes now, steered or not; empty where that is not known or both hosts are at one switch
     * @param isSteered whether by a rule of its own
     * @param isMoved whether it took another way before
     * @param demand bit/s, if only hosts limited it
     * @param bitsPerSecond expected now
     * @param hashedBitsPerSecond expected if no elephant were steered
     */
    public record Outcome(
            FlowKey flow,
            List<ConnectPoint> ways,
            boolean isSteered,
            boolean isMoved,
            long demand,
            long bitsPerSecond,
            long hashedBitsPerSecond) {

        public Outcome {
            ways = List.copyOf(ways);
        }

        /** How much more it carries than it would if no elephant were steered; negative where it carries less. */
        public long gain() {
            return bitsPerSecond - hashedBitsPerSecond;
        }
    }
}
