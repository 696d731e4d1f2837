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
 * @param isReceiver whether it gets frames; a router of tenants sends from every server, and gets frames at none
 */
public record VlanMember(VlanId vlan, MacAddress mac, Ipv4Address server, boolean isReceiver)
        implements Comparable<VlanMember> {

    private static final Comparator<VlanMember> ORDER = Comparator.comparing(VlanMember::vlan)
            .thenComparing(VlanMember::mac)
            .thenComparing(VlanMember::server)
            .thenComparing(VlanMember::isReceiver);

    /** An interface that sends and gets frames. */
    public VlanMember(VlanId vlan, MacAddress mac, Ipv4Address server) {
        this(vlan, mac, server, true);
    }

    /** One that only sends. */
    public static VlanMember sender(VlanId vlan, MacAddress mac, Ipv4Address server) {
        return new VlanMember(vlan, mac, server, false);
    }

    /** By VLAN, then MAC address, then server; senders first. */
    @Override
    public int compareTo(VlanMember other) {
        return ORDER.compare(this, other);
    }
}
