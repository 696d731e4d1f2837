package io.heddle.routing.tenant.traffic;

/**
 * How much went through a port, seen from the machine that is plugged in there.
 *
 * @param sentBytes bytes that the machine sent; what the switch received
 * @param sentPackets packets that it sent
 * @param receivedBytes bytes that it was sent; what the switch transmitted
 * @param receivedPackets packets that it was sent
 */
public record Traffic(long sentBytes, long sentPackets, long receivedBytes, long receivedPackets) {

    /** Nothing at all. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0);

    public Traffic {
        if (sentBytes < 0 || sentPackets < 0 || receivedBytes < 0 || receivedPackets < 0) {
            throw new IllegalArgumentException("nothing carries less than nothing: " + sentBytes + " and "
                    + receivedBytes + " bytes, " + sentPackets + " and " + receivedPackets + " packets");
        }
    }

    /** Both together. */
    public Traffic plus(Traffic other) {
        return new Traffic(
                sentBytes + other.sentBytes,
                sentPackets + other.sentPackets,
                receivedBytes + other.receivedBytes,
                receivedPackets + other.receivedPackets);
    }

    /** What came after {@code earlier}, the last reading: all of this when a counter went down, as then they began anew. */
    public Traffic since(Traffic earlier) {
        boolean isAnew = sentBytes < earlier.sentBytes
                || sentPackets < earlier.sentPackets
                || receivedBytes < earlier.receivedBytes
                || receivedPackets < earlier.receivedPackets;
        return isAnew
                ? this
                : new Traffic(
                        sentBytes - earlier.sentBytes,
                        sentPackets - earlier.sentPackets,
                        receivedBytes - earlier.receivedBytes,
                        receivedPackets - earlier.receivedPackets);
    }
}
