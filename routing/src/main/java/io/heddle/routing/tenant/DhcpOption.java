package io.heddle.routing.tenant;

import io.heddle.topology.address.IpVersion;

/**
 * A further option that the host of a port is told by DHCP.
 *
 * @param name the option, by name or number, such as {@code bootfile-name} or {@code 67}
 * @param value its value as text
 * @param version of which DHCP
 */
public record DhcpOption(String name, String value, IpVersion version) {}
