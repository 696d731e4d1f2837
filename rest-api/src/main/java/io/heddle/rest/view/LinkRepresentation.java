package io.heddle.rest.view;

import java.util.Optional;

/**
 * A cable between two switches.
 *
 * @param id its two ends, {@code dpid/port-dpid/port}, the lower first
 * @param a the lower end
 * @param b the higher end
 * @param state {@link LinkState} as text
 * @param up whether it carries traffic: both ports up and at least one direction confirmed
 * @param confirmedDirections in how many directions discovery has seen it, 0 to 2
 * @param capacityBitsPerSecond the smaller of what its two ports can do; empty when neither is known
 * @param aToB what leaves a for b
 * @param bToA what leaves b for a
 */
public record LinkRepresentation(
        String id,
        EndRepresentation a,
        EndRepresentation b,
        String state,
        boolean up,
        int confirmedDirections,
        Optional<Long> capacityBitsPerSecond,
        FlowRepresentation aToB,
        FlowRepresentation bToA) {

    /** The cable without what it carries, which changes all the time. */
    public LinkRepresentation withoutLoad() {
        FlowRepresentation unknown = FlowRepresentation.unknown();
        return new LinkRepresentation(
                id, a, b, state, up, confirmedDirections, capacityBitsPerSecond, unknown, unknown);
    }
}
