package io.heddle.rest.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What passes between two ports.
 *
 * @param instant when it was found out
 * @param src the port that the packets seemed to come from
 * @param dst the port that they were for
 * @param expected the size of the largest packet that should pass, in octets
 * @param largest the size of the largest that did; empty when none did
 * @param full whether packets of the expected size pass
 * @param packets what became of each, the smallest first
 * @param way the servers and switches that they should pass, as far as that is known
 * @param verdict all of it in a sentence
 */
public record ProbeRepresentation(
        Instant instant,
        String src,
        String dst,
        int expected,
        Optional<Integer> largest,
        boolean full,
        List<ProbedPacket> packets,
        List<String> way,
        String verdict) {

    public ProbeRepresentation {
        packets = List.copyOf(packets);
        way = List.copyOf(way);
    }

    /**
     * One packet.
     *
     * @param size its size as an IP packet, in octets
     * @param outcome {@code passes}, {@code too-large}, or {@code lost}
     * @param mtu what the router says the next network takes; empty unless it is too large
     */
    public record ProbedPacket(int size, String outcome, Optional<Integer> mtu) {}
}
