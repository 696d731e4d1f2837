package io.heddle.routing.plan;

import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.address.VlanId;
import java.util.Comparator;

/**
 * An interface on a VLAN that the fabric carries between servers.
 *
 * @param vlan the VLAN
 * @param mac the MAC address that the interface sends from and is sent to
 * @param server the fabric address of the server that it is on, by which the fabric knows at which port it is
 */
public record VlanMember(VlanId vlan, MacAddress mac, Ipv4Address server) implements Comparable<VlanMember> {

    private static final Comparator<VlanMember> ORDER = Comparator.comparing(VlanMember::vlan)
            .thenComparing(VlanMember::mac)
            .thenComparing(VlanMember::server);

    /** By VLAN, then MAC address, then server. */
    @Override
    public int compareTo(VlanMember other) {
        return ORDER.compare(this, other);
    }
}
