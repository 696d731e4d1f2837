package io.heddle.routing.rule;

/**
 * A meter with one drop band, in packets per second (OpenFlow 1.5.1 §5.11.1).
 *
 * @param id its identity
 * @param packetsPerSecond the rate above which packets are dropped, at least 1
 * @param burst how many packets may come at once, at least 1
 */
public record Meter(MeterId id, long packetsPerSecond, long burst) {

    public Meter {
        if (packetsPerSecond < 1 || burst < 1) {
            throw new IllegalArgumentException(
                    "meter " + id + " needs a positive rate and burst, not " + packetsPerSecond + " and " + burst);
        }
    }
}
