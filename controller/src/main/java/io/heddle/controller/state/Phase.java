package io.heddle.controller.state;

/** How far the fabric has come up. */
public enum Phase {
    /** Switches and links are still coming in; nothing was sent yet. */
    FORMING,
    /** The design is known and all of it is there. */
    COMPLETE,
    /** The design is known, and something of it is missing, dead or wrong. */
    DEGRADED,
    /** Forwarding by shortest paths, because the cabling is not a Clos. */
    NOT_CLOS
}
