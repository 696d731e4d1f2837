package io.heddle.controller.state;

import java.time.Duration;

/**
 * How large flows are placed.
 *
 * @param interval the least time between two decisions
 * @param linger how long a flow stays steered that is not seen to be large any more
 * @param assumedCapacity what a link carries, in bits per second, where nothing better is known; at least 1
 */
public record PlacementSettings(Duration interval, Duration linger, long assumedCapacity) {

    private static final PlacementSettings DEFAULTS =
            new PlacementSettings(Duration.ofSeconds(1), Duration.ofSeconds(30), 10_000_000_000L);

    public PlacementSettings {
        if (interval.isNegative() || linger.isNegative() || assumedCapacity < 1) {
            throw new IllegalArgumentException("decisions every " + interval + ", flows for " + linger + ", links of "
                    + assumedCapacity + " bit/s: none of it may be negative, and links carry something");
        }
    }

    /** A decision a second at most, half a minute, 10 Gbit/s. */
    public static PlacementSettings defaults() {
        return DEFAULTS;
    }
}
