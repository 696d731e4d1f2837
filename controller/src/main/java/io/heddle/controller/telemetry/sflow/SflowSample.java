package io.heddle.controller.telemetry.sflow;

import io.heddle.topology.ConnectPoint;
import java.util.Optional;

/** One thing that an agent tells in a datagram, of what we make use of. */
sealed interface SflowSample {

    /**
     * A packet that was chosen by chance (sFlow version 5, {@code flow_sample} and {@code flow_sample_expanded}).
     *
     * @param source the data source that chose it, its class in the upper half
     * @param rate one in how many packets is chosen, 1 to 2³²−1
     * @param pool how many packets there were to choose from until now; 32 bits that wrap
     * @param input the index of the interface it came in by; 0 when that is unknown
     * @param frame what is known of it; empty for what is no TCP or UDP over IPv4
     */
    record OfPacket(long source, long rate, int pool, long input, Optional<SampledFrame> frame)
            implements SflowSample {}

    /**
     * The agent says which OpenFlow port an interface is (counter record 1004 of sflow.org's OpenFlow structures).
     *
     * @param interfaceIndex the interface, as {@link OfPacket#input} names it
     * @param port the port it is said to be
     */
    record OfPort(long interfaceIndex, ConnectPoint port) implements SflowSample {}
}
