package io.heddle.routing.tenant.trace;

import io.heddle.routing.tenant.PortId;
import io.heddle.routing.verify.Packet;
import java.util.List;
import java.util.UUID;

/**
 * Packets of several sizes that are to find out what passes between two ports.
 *
 * @param mark what they are known by, a random number of its own
 * @param source the port that they seem to come from
 * @param target the port that they are for
 * @param packet their headers, as the machine behind the source would send them
 * @param sizes how large they are as IP packets, in octets
 */
public record Probe(UUID mark, PortId source, PortId target, Packet packet, List<Integer> sizes) {

    /** With less there is no room for the mark in a packet of either version. */
    public static final int SMALLEST = 80;

    public Probe {
        sizes.forEach(size -> {
            if (size < SMALLEST || size > 0xffff) {
                throw new IllegalArgumentException("a probe has " + SMALLEST + " to 65535 octets, not " + size);
            }
        });
        sizes = List.copyOf(sizes);
    }

    /** What became of the packet of one size. */
    public sealed interface Fate {

        /** It came to its target. */
        record Arrived() implements Fate {}

        /** A router did not send it on, because the next network takes only so much. */
        record TooLarge(int mtu) implements Fate {}

        /** Nothing was seen of it within the time. */
        record Lost() implements Fate {}
    }
}
