package io.heddle.controller.state;

import io.heddle.routing.plan.PlanOptions;
import java.time.Duration;

/**
 * What an operator can choose about how a fabric comes up.
 *
 * @param baseOctet the first octet of every address, 1 to 223
 * @param linkCapacity what a link carries, in bits per second, where nothing better is known; 0 to believe the switch
 * @param settle how long cabling must be quiet before it is looked at for the first time
 * @param commit how long an incomplete fabric must be quiet before its numbering is kept for good; a complete one is kept at once
 * @param grace how long to wait, after a start, for switches that are remembered
 * @param audit how often the tables of each switch are read back and compared
 * @param plan how the plan is made
 * @param elephants how large flows are placed
 */
public record StepSettings(
        int baseOctet,
        long linkCapacity,
        Duration settle,
        Duration commit,
        Duration grace,
        Duration audit,
        PlanOptions plan,
        PlacementSettings elephants) {

    public StepSettings {
        if (baseOctet < 1 || baseOctet > 223) {
            throw new IllegalArgumentException("the base octet is 1 to 223, not " + baseOctet);
        }
    }

    /**
     * How long no switch may have come before a fabric that nobody remembers is looked at: longer than the second for which one that
     * found nobody listening waits, and shorter than the two after which a host asks for its neighbour the last time.
     */
    Duration patience() {
        return settle.multipliedBy(2);
    }
}
