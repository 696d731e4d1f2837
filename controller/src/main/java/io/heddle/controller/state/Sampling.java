package io.heddle.controller.state;

import io.heddle.topology.address.Ipv4Address;

/**
 * How a switch is to sample what passes through it (sFlow version 5).
 *
 * @param agent the address that its datagrams bear, by which they are told from those of other switches
 * @param packets one in how many packets is sampled
 */
public record Sampling(Ipv4Address agent, int packets) {

    public Sampling {
        if (packets < 1) {
            throw new IllegalArgumentException("one packet in at least 1 is sampled, not one in " + packets);
        }
    }
}
