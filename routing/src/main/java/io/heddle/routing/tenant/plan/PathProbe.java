package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;

/**
 * Packets of the controller's own that find out what passes between two ports: ICMP information requests (RFC 792), which no machine sends
 * since RFC 6918 deprecated them, and which connection tracking knows as it knows pings.
 *
 * <p>They go through all tables like packets of the port that they seem to come from, its security groups and those of the receiver
 * included, and are handed to the controller instead of the receiver's interface. A machine that sends such a packet itself is told
 * nothing and reaches no guarded port by it.
 */
public final class PathProbe {

    /** The type of the message; its code is 0. */
    public static final int TYPE = 15;

    private PathProbe() {}

    /** The packets, where they are about to be delivered to a guarded port. */
    static void addTo(Rules rules) {
        Match probe = Frames.icmp().with(Field.ICMPV4_TYPE, TYPE);
        rules.add(Rules.asking(OverlayPipeline.PORT, OverlayPipeline.SERVICE, probe, TenantPunt.PROBE));
    }
}
