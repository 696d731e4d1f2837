package io.heddle.routing.tenant;

import java.util.Arrays;
import java.util.Optional;

/** How hosts of an IPv6 subnet come by their addresses and options. */
public enum Ipv6Mode {
    /** Addresses from router advertisements (RFC 4862), no DHCPv6. */
    SLAAC("slaac"),
    /** Addresses and options by DHCPv6 (RFC 8415). */
    DHCPV6_STATEFUL("dhcpv6-stateful"),
    /** Addresses from router advertisements, options by DHCPv6. */
    DHCPV6_STATELESS("dhcpv6-stateless");

    private final String apiName;

    Ipv6Mode(String apiName) {
        this.apiName = apiName;
    }

    /** The name that the Networking API uses. */
    public String apiName() {
        return apiName;
    }

    /** Whether hosts make their addresses from the prefix and their MAC address. */
    public boolean isAutomatic() {
        return this != DHCPV6_STATEFUL;
    }

    /** The mode that the Networking API calls {@code name}. */
    public static Optional<Ipv6Mode> named(String name) {
        return Arrays.stream(values()).filter(mode -> mode.apiName.equals(name)).findFirst();
    }
}
