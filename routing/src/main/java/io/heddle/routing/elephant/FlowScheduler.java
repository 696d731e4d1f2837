package io.heddle.routing.elephant;

/**
 * Chooses paths for large flows.
 *
 * <p>Equal arguments give an equal placement. A scheduler places on usable paths only; a flow whose both hosts are at one edge switch
 * has none and stays hashed, and a fixed one stays where it is. A flow that would be sent where the hash sends it anyway is left to
 * the hash, which costs no rule.
 */
@FunctionalInterface
public interface FlowScheduler {

    /**
     * A placement for {@code flows}.
     *
     * @param space the fabric as it is now
     * @param flows the flows, with their demands
     * @param current where they are now; a flow that is new is hashed
     * @param seed of all that is left to chance
     */
    Placement place(PathSpace space, Flows flows, Placement current, long seed);
}
