package io.heddle.routing.tenant.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the traffic of one port.
 *
 * @param total everything that was counted
 * @param reading what its interface's counters said last
 * @param at when that was
 * @param pace how fast it went between the last two readings, if there were two
 */
public record PortTraffic(Traffic total, Traffic reading, Instant at, Optional<Pace> pace) {

    /** After the first reading: an interface counts from when it was made. */
    static PortTraffic first(Traffic reading, Instant now) {
        return new PortTraffic(reading, reading, now, Optional.empty());
    }

    /** After one more reading. */
    PortTraffic next(Traffic seen, Instant now) {
        Traffic gained = seen.since(reading);
        Duration time = Duration.between(at, now);
        Optional<Pace> measured = time.isPositive() ? Optional.of(Pace.of(gained, time)) : pace;
        return new PortTraffic(total.plus(gained), seen, now, measured);
    }

    /** How fast it goes, unless the last reading is from before {@code oldest}. */
    public Optional<Pace> paceSince(Instant oldest) {
        return at.isBefore(oldest) ? Optional.empty() : pace;
    }
}
