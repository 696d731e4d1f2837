package io.heddle.controller.state;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Instant;

/**
 * An address lent to a DHCP client (RFC 2131 §2.2).
 *
 * @param ip the address; an address is lent to one client at a time
 * @param mac the client's hardware address, which is also its identity here
 * @param location the port it asked from when it got the address
 * @param expires when it has to have renewed
 */
public record Lease(Ipv4Address ip, MacAddress mac, ConnectPoint location, Instant expires) {

    public Lease {
        if (mac.isGroup()) {
            throw new IllegalArgumentException("an address cannot be lent to the group address " + mac);
        }
    }

    /** Whether it is over at {@code now}. */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expires);
    }
}
