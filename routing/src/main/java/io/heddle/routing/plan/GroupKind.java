package io.heddle.routing.plan;

/**
 * What a group is for; the high 4 of the 24 free bits of its id. The low 20 are the number that its kind gives it, which depends on
 * the blueprint and never on what is alive, so a group keeps its id through failures and restarts. Should two groups of a kind want
 * the same number, the later one (in the order of the routes) takes the next that is free.
 */
enum GroupKind {
    /** All upward ports; numbered 0. */
    ALL_UP(1),
    /** All upward ports but those to one switch; numbered by its lowest port. */
    AWAY_FROM(2),
    /** Down, for packets from below, else back; numbered by the place (edge in its pod or row, or pod) it leads to. */
    DOWN_OR_BACK(3),
    /** Down, for packets from above, else by a sibling edge; numbered by the edge's place in its pod. */
    DOWN_OR_SIBLING(4),
    /** The only upward port, else back; numbered 0. */
    UP_OR_BACK(5),
    /** Down to any edge, to find another way up from there; numbered by the lowest port to the switch that it turns away from. */
    AROUND(6),
    /** One port; numbered by it. */
    ONE_PORT(7),
    /** Any other set of ports; numbered by a hash of them. */
    PORT_SET(8),
    /** One upward port for steered flows, else as everybody; numbered by the port times 256, as everybody may go several ways. */
    STEERED(9);

    private static final int NUMBER_BITS = 20;

    private final int code;

    GroupKind(int code) {
        this.code = code;
    }

    /** The low 24 bits of the id of the group of this kind with that number, of which the low 20 bits count. */
    int low(int number) {
        return (code << NUMBER_BITS) | (number & ((1 << NUMBER_BITS) - 1));
    }
}
