package io.heddle.rest.networking;

/**
 * How much may be asked.
 *
 * @param requestsPerSecond how many requests a second of one credential are answered; twice as many at once
 * @param failuresPerSecond how many wrong credentials a second of one address are looked at; twice as many at once
 * @param bodyBytes how long a request may be
 */
public record RequestLimits(int requestsPerSecond, int failuresPerSecond, int bodyBytes) {

    public RequestLimits {
        if (requestsPerSecond < 1 || failuresPerSecond < 1 || bodyBytes < 1024) {
            throw new IllegalArgumentException("limits of " + requestsPerSecond + " and " + failuresPerSecond
                    + " requests a second and " + bodyBytes + " bytes leave nothing to ask");
        }
    }

    /** What holds when nothing else is said. */
    public static RequestLimits defaults() {
        return new RequestLimits(1000, 10, 16 << 20);
    }
}
