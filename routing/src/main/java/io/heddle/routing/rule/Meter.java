package io.heddle.routing.rule;

/**
 * A meter with one drop band (OpenFlow 1.5.1 §5.11.1).
 *
 * @param id its identity
 * @param unit what is counted
 * @param rate how many units a second may pass; what is over is dropped; 1 to 2³²−1
 * @param burst how many units may pass at once, 1 to 2³²−1
 */
public record Meter(MeterId id, Unit unit, long rate, long burst) {

    private static final long HIGHEST = 0xffff_ffffL;

    /** What a meter counts. */
    public enum Unit {
        /** Packets. */
        PACKETS,
        /** Thousands of bits of Ethernet frames, from the destination address to the end of the payload. */
        KILOBITS
    }

    public Meter {
        if (rate < 1 || burst < 1 || rate > HIGHEST || burst > HIGHEST) {
            throw new IllegalArgumentException(
                    "meter " + id + " needs a rate and a burst of 1 to 2^32 - 1, not " + rate + " and " + burst);
        }
    }

    /** A meter that counts packets. */
    public static Meter ofPackets(MeterId id, long perSecond, long burst) {
        return new Meter(id, Unit.PACKETS, perSecond, burst);
    }
}
