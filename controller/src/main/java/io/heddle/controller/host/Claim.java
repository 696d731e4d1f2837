package io.heddle.controller.host;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;

/** A station at a port says that an address is its own. */
record Claim(Ipv4Address ip, MacAddress mac, ConnectPoint point) {

    Host host() {
        return new Host(ip, mac, point);
    }

    /**
     * Whether a station can have that address in a routed network: not 0/8, 127/8, multicast, reserved or broadcast, and not
     * 169.254/16, which never leaves its link (RFC 3927 §2.7).
     */
    boolean isPlausible() {
        int first = ip.octet(0);
        boolean isLinkLocal = first == 169 && ip.octet(1) == 254;
        return first != 0 && first != 127 && first < 224 && !isLinkLocal && !mac.isGroup() && mac.value() != 0;
    }
}
