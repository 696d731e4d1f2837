package io.heddle.controller.host;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** One {@link TokenBucket} for each of many; those that are full again are forgotten. */
final class Budgets<K> {

    private final double perSecond;
    private final double burst;
    private final Map<K, TokenBucket> buckets = new HashMap<>();

    Budgets(double perSecond, double burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    boolean take(K key, Instant now) {
        return buckets.computeIfAbsent(key, ignored -> new TokenBucket(perSecond, burst, now))
                .take(now);
    }

    void forgetUnused(Instant now) {
        buckets.values().removeIf(bucket -> bucket.isFull(now));
    }
}
