package io.heddle.routing.tenant.request;

import io.heddle.topology.address.IpAddress;

/** Which router a subnet is to have. */
public sealed interface GatewayChoice {

    /** The first address of the block. */
    record Usual() implements GatewayChoice {}

    /** None. */
    record None() implements GatewayChoice {}

    /** That one. */
    record At(IpAddress address) implements GatewayChoice {}
}
