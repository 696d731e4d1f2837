package io.heddle.controller.discovery;

import java.time.Duration;

/**
 * How eagerly ports are probed.
 *
 * @param interval how often a port is probed once the fast probes after port-up are done; spread by ±10 %
 * @param missedRounds after how many unanswered probes a link is taken for lost
 * @param framesPerTick how many frames are sent at most between two ticks, all switches together
 * @param maxAge how old a frame may be when it comes back
 */
public record DiscoverySettings(Duration interval, int missedRounds, int framesPerTick, Duration maxAge) {

    public DiscoverySettings {
        requirePositive("interval", interval);
        requirePositive("maxAge", maxAge);
        if (missedRounds < 1) {
            throw new IllegalArgumentException("missedRounds is at least 1, not " + missedRounds);
        }
        if (framesPerTick < 1) {
            throw new IllegalArgumentException("framesPerTick is at least 1, not " + framesPerTick);
        }
    }

    /** Every 3 s, lost after 3, 256 frames a tick, 5 s. */
    public static DiscoverySettings defaults() {
        return new DiscoverySettings(Duration.ofSeconds(3), 3, 256, Duration.ofSeconds(5));
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
