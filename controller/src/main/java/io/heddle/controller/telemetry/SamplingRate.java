package io.heddle.controller.telemetry;

/**
 * How sFlow samples: one packet in {@code packets}, chosen at random (sFlow version 5, §3.1).
 *
 * <p>The rate follows from what a link carries, so that a flow of a tenth of it always gives about 41 samples a second with full-size
 * frames: enough to tell it from a flow of half that rate, and at most about 410 samples a second for a port that is full of such
 * frames, however fast the port is.
 *
 * @param packets one in how many packets, at least 1
 */
public record SamplingRate(int packets) {

    private static final long BITS_PER_SECOND_FOR_EACH = 5_000_000;
    /** What a link is taken to carry, in bits per second, when nobody says. */
    public static final long UNKNOWN_CAPACITY = 10_000_000_000L;

    private static final long MOST = 1 << 24;

    public SamplingRate {
        if (packets < 1) {
            throw new IllegalArgumentException("one packet in at least 1 is sampled, not one in " + packets);
        }
    }

    /** The rate for links that carry {@code bitsPerSecond}, the configured capacity; 0, where it is unknown, is taken for 10 Gbit/s. */
    public static SamplingRate forCapacity(long bitsPerSecond) {
        if (bitsPerSecond < 0) {
            throw new IllegalArgumentException("a link capacity must not be negative, and is " + bitsPerSecond);
        }
        long known = bitsPerSecond == 0 ? UNKNOWN_CAPACITY : bitsPerSecond;
        return new SamplingRate((int) Math.clamp(known / BITS_PER_SECOND_FOR_EACH, 1, MOST));
    }
}
