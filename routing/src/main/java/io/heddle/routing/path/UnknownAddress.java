package io.heddle.routing.path;

import io.heddle.topology.address.Ipv4Address;

/** An address was asked for that no host has and that belongs to no host port. */
public final class UnknownAddress extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** The refusal of {@code address}. */
    public UnknownAddress(Ipv4Address address) {
        super("no host has the address " + address + ", and no host port is planned to have it");
    }
}
