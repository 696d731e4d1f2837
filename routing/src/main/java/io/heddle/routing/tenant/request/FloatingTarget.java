package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.PortId;
import io.heddle.topology.address.IpAddress;
import java.util.Optional;

/** Whom a floating address is to stand for. */
public sealed interface FloatingTarget {

    /** Nobody. */
    record None() implements FloatingTarget {}

    /**
     * A port.
     *
     * @param port the port
     * @param address which of its addresses; the only one if left out
     */
    record At(PortId port, Optional<IpAddress> address) implements FloatingTarget {}
}
