package io.heddle.routing.plan;

import io.heddle.routing.rule.MeterId;

/** Why a switch sends a packet to the controller; every kind has a meter of its own, so that none can starve another. */
public enum PacketInKind {
    /** Discovery frames. */
    LLDP(1),
    /** Messages of DHCP clients. */
    DHCP(2),
    /** ARP that the switch does not answer by itself: announcements, probes, answers, unknown senders. */
    ARP(3),
    /** IPv4 from a host not known yet, to a host not known yet, or to an address outside the fabric. */
    UNKNOWN(4);

    private final int code;

    PacketInKind(int code) {
        this.code = code;
    }

    /** The meter that limits this kind. */
    public MeterId meter() {
        return MeterId.ours(code);
    }
}
