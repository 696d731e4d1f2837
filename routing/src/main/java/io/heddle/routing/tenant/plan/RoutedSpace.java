package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.RoutedLimits;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What all networks that the fabric itself routes have in common.
 *
 * @param gateway the MAC address of the fabric's gateways, which routed networks have for theirs too
 * @param prefixes what routed networks are cut from: their hosts reach nothing else
 * @param blockLength the length of the prefixes of blocks, which the fabric gives to edge switches; 8 to 30
 */
public record RoutedSpace(MacAddress gateway, SortedSet<IpPrefix> prefixes, int blockLength) {

    /** No networks are routed. */
    public static final RoutedSpace NONE =
            new RoutedSpace(PlanOptions.GATEWAY_MAC, new TreeSet<>(), RoutedLimits.BLOCK_LENGTH);

    public RoutedSpace {
        prefixes = Collections.unmodifiableSortedSet(new TreeSet<>(prefixes));
        if (blockLength < 8 || blockLength > 30) {
            throw new IllegalArgumentException("blocks of routed networks are /8 to /30, not /" + blockLength);
        }
    }

    /** The block that an address of a subnet with a prefix of {@code subnetLength} bits is of. */
    IpPrefix block(Ipv4Address address, int subnetLength) {
        return IpPrefix.containing(address, Math.max(subnetLength, blockLength));
    }
}
