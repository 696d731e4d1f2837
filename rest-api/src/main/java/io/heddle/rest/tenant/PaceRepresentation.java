package io.heddle.rest.tenant;

import io.heddle.routing.tenant.traffic.Pace;
import java.util.Optional;

/**
 * How fast something is carried now, seen from the machines that are plugged in; not known until counters were read twice.
 *
 * @param sentBitsPerSecond what they send
 * @param receivedBitsPerSecond what they are sent
 */
public record PaceRepresentation(Optional<Long> sentBitsPerSecond, Optional<Long> receivedBitsPerSecond) {

    static PaceRepresentation of(Optional<Pace> pace) {
        return new PaceRepresentation(pace.map(Pace::sent), pace.map(Pace::received));
    }
}
