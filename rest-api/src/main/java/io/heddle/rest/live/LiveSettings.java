package io.heddle.rest.live;

import java.time.Duration;

/**
 * How the live stream behaves.
 *
 * @param clients how many clients at once; more are refused
 * @param pause the least time between two steps of one client
 * @param heartbeat how long a stream is silent before a comment line says that it is alive
 * @param remembered how many past snapshots a returning client can resume from
 */
public record LiveSettings(int clients, Duration pause, Duration heartbeat, int remembered) {

    public LiveSettings {
        if (clients < 1 || remembered < 1) {
            throw new IllegalArgumentException(
                    "a live stream allows 1 or more clients and remembers 1 or more snapshots, not " + clients + " and "
                            + remembered);
        }
        if (pause.isNegative() || heartbeat.isNegative() || heartbeat.isZero()) {
            throw new IllegalArgumentException("pause " + pause + " or heartbeat " + heartbeat + " is not positive");
        }
    }

    /** 32 clients, at most five steps a second each, a heartbeat every 10 seconds, 64 snapshots remembered. */
    public static LiveSettings defaults() {
        return new LiveSettings(32, Duration.ofMillis(200), Duration.ofSeconds(10), 64);
    }
}
