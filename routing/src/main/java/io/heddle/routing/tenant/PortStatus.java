package io.heddle.routing.tenant;

/**
 * A fact about a port: whether its interface is plugged and its rules are in place.
 *
 * @param phase how far it is
 * @param reason why it is no further, or, when it is {@link Phase#ACTIVE}, what is odd all the same, as a sentence; may be empty
 * @param server the name of the server that it is plugged in at, as far as was planned; empty if it is nowhere
 */
public record PortStatus(Phase phase, String reason, String server) {

    /** Of a port that nothing is known of. */
    public static final PortStatus UNPLUGGED =
            new PortStatus(Phase.DOWN, "No server has an interface whose iface-id is this port.");

    /** Of a port that is on no server. */
    public PortStatus(Phase phase, String reason) {
        this(phase, reason, "");
    }

    /** The same, on that server. */
    public PortStatus on(String name) {
        return new PortStatus(phase, reason, name);
    }

    /** How far a port is. */
    public enum Phase {
        /** It is not plugged anywhere, or is not to carry frames. */
        DOWN,
        /** It is plugged, and rules are on their way. */
        BUILD,
        /** Every rule is confirmed. */
        ACTIVE
    }
}
