package io.heddle.routing.tenant;

import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.MacAddress;

/**
 * Addresses that a port may send from beside its own.
 *
 * @param addresses the IP addresses
 * @param mac the MAC address that goes with them
 */
public record AddressPair(Cidr addresses, MacAddress mac) {}
