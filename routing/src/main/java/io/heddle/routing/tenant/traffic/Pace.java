package io.heddle.routing.tenant.traffic;

import java.time.Duration;

/**
 * How fast something goes on, in bits per second, seen from the machine that is plugged in.
 *
 * @param sent what it sends
 * @param received what it is sent
 */
public record Pace(long sent, long received) {

    /** Nothing goes on. */
    public static final Pace STILL = new Pace(0, 0);

    /** The pace of {@code traffic} that took {@code time}, which must be positive. */
    public static Pace of(Traffic traffic, Duration time) {
        double seconds = time.toNanos() / 1e9;
        return new Pace(
                Math.round(traffic.sentBytes() * 8 / seconds), Math.round(traffic.receivedBytes() * 8 / seconds));
    }

    /** Both together. */
    public Pace plus(Pace other) {
        return new Pace(sent + other.sent, received + other.received);
    }
}
