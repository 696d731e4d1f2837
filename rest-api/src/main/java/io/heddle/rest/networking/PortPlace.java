package io.heddle.rest.networking;

import io.heddle.topology.address.Ipv4Address;
import java.util.Optional;

/**
 * Where a port is plugged in.
 *
 * @param server what people call the server
 * @param address the server's fabric address, once known
 * @param device the interface there; empty when that is not known
 */
public record PortPlace(String server, Optional<Ipv4Address> address, String device) {}
