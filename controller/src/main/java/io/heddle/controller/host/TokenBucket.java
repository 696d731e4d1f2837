package io.heddle.controller.host;

import java.time.Duration;
import java.time.Instant;

/** Lets through so many a second, and a burst after a quiet time. */
final class TokenBucket {

    private final double perSecond;
    private final double most;
    private double tokens;
    private Instant filled;

    TokenBucket(double perSecond, double most, Instant now) {
        this.perSecond = perSecond;
        this.most = most;
        this.tokens = most;
        this.filled = now;
    }

    /** Takes one token, if there is one. */
    boolean take(Instant now) {
        refill(now);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Whether nothing was taken for so long that a new bucket would be the same. */
    boolean isFull(Instant now) {
        refill(now);
        return tokens >= most;
    }

    private void refill(Instant now) {
        if (now.isAfter(filled)) {
            double seconds = Duration.between(filled, now).toNanos() / 1e9;
            tokens = Math.min(most, tokens + seconds * perSecond);
            filled = now;
        }
    }
}
