package io.heddle.rest.networking;

import io.heddle.topology.sorted.PersistentMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Token buckets by name: each fills at the same rate and holds what comes in two seconds. */
final class RateLimiter {

    private static final int NAMES_AT_MOST = 10_000;

    /**
     * @param tokens how many there were
     * @param at when
     */
    private record Bucket(double tokens, Instant at) {}

    private final double perSecond;
    private final AtomicReference<PersistentMap<String, Bucket>> buckets = new AtomicReference<>(PersistentMap.empty());

    RateLimiter(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Whether {@code name} may go on, without taking anything. */
    boolean isOpen(String name, Instant now) {
        return level(buckets.get(), name, now) >= 1;
    }

    /** Takes one token of {@code name}, if there is one. */
    boolean take(String name, Instant now) {
        PersistentMap<String, Bucket> before = buckets.getAndUpdate(map -> {
            double level = level(map, name, now);
            return level < 1 ? map : roomy(map, now).with(name, new Bucket(level - 1, now));
        });
        return level(before, name, now) >= 1;
    }

    private double level(PersistentMap<String, Bucket> map, String name, Instant now) {
        return map.find(name).map(bucket -> level(bucket, now)).orElse(2 * perSecond);
    }

    private double level(Bucket bucket, Instant now) {
        double seconds = Math.max(0, Duration.between(bucket.at(), now).toNanos() / 1e9);
        return Math.min(2 * perSecond, bucket.tokens() + seconds * perSecond);
    }

    /** Forgets names whose buckets are full again when there are too many, and all if that is not enough. */
    private PersistentMap<String, Bucket> roomy(PersistentMap<String, Bucket> map, Instant now) {
        if (map.size() < NAMES_AT_MOST) {
            return map;
        }
        PersistentMap<String, Bucket> kept = map;
        for (Map.Entry<String, Bucket> entry : map.entrySet()) {
            if (level(entry.getValue(), now) >= 2 * perSecond) {
                kept = kept.without(entry.getKey());
            }
        }
        return kept.size() < NAMES_AT_MOST ? kept : PersistentMap.empty();
    }
}
