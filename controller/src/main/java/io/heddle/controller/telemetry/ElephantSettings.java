package io.heddle.controller.telemetry;

import java.time.Duration;

/**
 * What counts as an elephant.
 *
 * @param threshold the share of the configured capacity of its edge link from which a flow is large
 * @param leave the share below which a large flow is large no more; lower, so that a flow near the threshold does not come and go
 * @param idle how long nothing must be heard of a flow before it is taken for ended
 * @param trackedFlows how many flows are watched at most that are not large; the one longest unheard makes room
 */
public record ElephantSettings(double threshold, double leave, Duration idle, int trackedFlows) {

    public ElephantSettings {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("the threshold is a share above 0, at most 1, not " + threshold);
        }
        if (!(leave > 0 && leave < threshold)) {
            throw new IllegalArgumentException(
                    "the share below which a flow is left must be above 0 and below the threshold of " + threshold
                            + ", and is " + leave);
        }
        if (idle.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a flow is idle after 1 s at the earliest, not after " + idle);
        }
        if (trackedFlows < 1) {
            throw new IllegalArgumentException("at least 1 flow is tracked, not " + trackedFlows);
        }
    }

    /** From a tenth of the link to below a twentieth, idle after 3 s, 16,384 flows. */
    public static ElephantSettings defaults() {
        return new ElephantSettings(0.10, 0.05, Duration.ofSeconds(3), 16_384);
    }
}
