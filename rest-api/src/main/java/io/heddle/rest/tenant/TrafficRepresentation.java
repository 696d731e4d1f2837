package io.heddle.rest.tenant;

import io.heddle.routing.tenant.traffic.Traffic;

/**
 * What was carried since the controller began to count, seen from the machines that are plugged in.
 *
 * @param sentBytes what they sent
 * @param sentPackets how many packets that was
 * @param receivedBytes what they were sent
 * @param receivedPackets how many packets that was
 */
public record TrafficRepresentation(long sentBytes, long sentPackets, long receivedBytes, long receivedPackets) {

    static TrafficRepresentation of(Traffic traffic) {
        return new TrafficRepresentation(
                traffic.sentBytes(), traffic.sentPackets(), traffic.receivedBytes(), traffic.receivedPackets());
    }
}
