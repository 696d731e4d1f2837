package io.heddle.rest;

/**
 * What a port carries, seen from its switch: "tx" leaves the switch.
 *
 * @param txBitsPerSecond the rate sent, over the last polling interval
 * @param rxBitsPerSecond the rate received, over the last polling interval
 * @param txBytes bytes sent since the port exists
 * @param rxBytes bytes received since the port exists
 * @param txDropped packets dropped before sending since the port exists
 * @param rxDropped packets dropped on receipt since the port exists
 */
public record PortLoad(
        long txBitsPerSecond, long rxBitsPerSecond, long txBytes, long rxBytes, long txDropped, long rxDropped) {

    private static final PortLoad IDLE = new PortLoad(0, 0, 0, 0, 0, 0);

    public PortLoad {
        if (txBitsPerSecond < 0 || rxBitsPerSecond < 0) {
            throw new IllegalArgumentException(
                    "a rate is not negative: tx " + txBitsPerSecond + ", rx " + rxBitsPerSecond + " bit/s");
        }
    }

    /** A port that was not measured yet, or carried nothing. */
    public static PortLoad idle() {
        return IDLE;
    }
}
