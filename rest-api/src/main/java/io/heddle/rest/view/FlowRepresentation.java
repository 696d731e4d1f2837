package io.heddle.rest.view;

import java.util.Optional;

/**
 * What goes one way through a cable.
 *
 * @param bitsPerSecond the rate over the last polling interval; empty before the first measurement
 * @param utilisation the rate as a share of the capacity, 0 to 1 (more when the capacity is set too low); empty when either is
 *     unknown
 * @param dropped packets the sending port could not send since it exists
 */
public record FlowRepresentation(Optional<Long> bitsPerSecond, Optional<Double> utilisation, long dropped) {

    private static final FlowRepresentation UNKNOWN = new FlowRepresentation(Optional.empty(), Optional.empty(), 0);

    /** Not measured. */
    static FlowRepresentation unknown() {
        return UNKNOWN;
    }
}
