package io.heddle.routing.verify;

import io.heddle.topology.PortNumber;

/** What leaves a switch. */
public sealed interface Emission {

    /** The packet as it leaves. */
    Packet packet();

    /** Out of a live port. */
    record ThroughPort(PortNumber port, Packet packet) implements Emission {}

    /** To the controller. */
    record ToController(Reason reason, Packet packet) implements Emission {}

    /** Why the controller gets a packet (OpenFlow 1.5.1 §7.4.1). */
    enum Reason {
        /** A rule or group says so. */
        ACTION,
        /** Its TTL would have reached zero. */
        INVALID_TTL
    }
}
