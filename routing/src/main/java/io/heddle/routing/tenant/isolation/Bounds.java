package io.heddle.routing.tenant.isolation;

import io.heddle.routing.verify.space.PacketSet;

/**
 * What is allowed between two ends, as sets of packets that one of them sends.
 *
 * @param may what the other may get: everything else must not arrive
 * @param must what it must get, which is some of that
 */
record Bounds(PacketSet may, PacketSet must) {

    Bounds or(Bounds other) {
        return new Bounds(may.or(other.may), must.or(other.must));
    }

    /** The same, where nobody looks at {@code packets}. */
    Bounds without(PacketSet packets) {
        return new Bounds(may, must.minus(packets));
    }
}
