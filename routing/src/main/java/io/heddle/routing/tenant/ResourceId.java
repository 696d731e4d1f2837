package io.heddle.routing.tenant;

import java.util.UUID;

/** Identifies a network, a subnet or a port. */
public sealed interface ResourceId permits NetworkId, SubnetId, PortId {

    /** The identifier. */
    UUID value();
}
