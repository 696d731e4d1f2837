package io.heddle.routing.plan;

import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Comparator;

/**
 * An address of a tenant that the fabric itself routes, and the server where it is.
 *
 * @param address the address; no two members have the same
 * @param block the block that it is of, whose addresses the fabric routes together as far as they are together
 * @param server the fabric address of the server, by which the fabric knows at which port it is
 */
public record RoutedMember(Ipv4Address address, IpPrefix block, Ipv4Address server)
        implements Comparable<RoutedMember> {

    private static final Comparator<RoutedMember> ORDER = Comparator.comparing(RoutedMember::address)
            .thenComparing(RoutedMember::block)
            .thenComparing(RoutedMember::server);

    /** Locally administered (IEEE 802 §8.4), with the server's fabric address in the low 32 bits. */
    private static final long MAC = 0x0e48_0000_0000L;

    public RoutedMember {
        if (!block.contains(address)) {
            throw new IllegalArgumentException("address " + address + " is not of block " + block);
        }
    }

    /**
     * The MAC address that a server has for all its routed addresses, towards the fabric: one of its own, so that its bridge to the
     * fabric tells what is for them from what is for itself.
     */
    public static MacAddress mac(Ipv4Address server) {
        return new MacAddress(MAC | server.unsigned());
    }

    /** That of its server. */
    public MacAddress mac() {
        return mac(server);
    }

    @Override
    public int compareTo(RoutedMember other) {
        return ORDER.compare(this, other);
    }
}
