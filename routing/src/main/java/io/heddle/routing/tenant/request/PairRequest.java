package io.heddle.routing.tenant.request;

import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.MacAddress;
import java.util.Optional;

/**
 * Addresses that a port asks to send from beside its own.
 *
 * @param addresses the IP addresses
 * @param mac the MAC address that goes with them; the port's own if left out
 */
public record PairRequest(Cidr addresses, Optional<MacAddress> mac) {}
