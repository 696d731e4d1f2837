package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.AddressRange;
import io.heddle.routing.tenant.PortId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.sorted.PersistentMap;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Which addresses of a block hosts may have, and which of those are free. */
final class AddressPools {

    private AddressPools() {}

    /** The addresses of {@code cidr} that a host can have: not the network's own, nor, for IPv4, the broadcast address. */
    static AddressRange usable(Cidr cidr) {
        int hostBits = cidr.version().bits() - cidr.length();
        if (hostBits <= 1) {
            return new AddressRange(cidr.address(), cidr.last());
        }
        IpAddress last = cidr.version() == IpVersion.V4 ? cidr.last().plus(-1) : cidr.last();
        return new AddressRange(cidr.address().plus(1), last);
    }

    /** Every usable address but the gateway. */
    static List<AddressRange> usual(Cidr cidr, Optional<IpAddress> gateway) {
        AddressRange all = usable(cidr);
        if (gateway.filter(all::contains).isEmpty()) {
            return List.of(all);
        }
        IpAddress router = gateway.get();
        List<AddressRange> pools = new ArrayList<>();
        if (router.compareTo(all.start()) > 0) {
            pools.add(new AddressRange(all.start(), router.plus(-1)));
        }
        if (router.compareTo(all.end()) < 0) {
            pools.add(new AddressRange(router.plus(1), all.end()));
        }
        return pools;
    }

    /** Refuses pools that leave the block, overlap, or hold the gateway. */
    static void check(List<AddressRange> pools, Cidr cidr, Optional<IpAddress> gateway) {
        for (AddressRange pool : pools) {
            if (pool.start().version() != cidr.version()) {
                throw TenantRefusal.badRequest(
                        "InvalidAllocationPool", "The allocation pool " + pool + " is not valid.");
            }
            AddressRange all = usable(cidr);
            if (!all.contains(pool.start()) || !all.contains(pool.end())) {
                throw TenantRefusal.badRequest(
                        "OutOfBoundsAllocationPool",
                        "The allocation pool " + pool + " spans beyond the subnet cidr " + cidr + ".");
            }
        }
        List<AddressRange> sorted = pools.stream().sorted().toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i - 1).overlaps(sorted.get(i))) {
                throw TenantRefusal.conflict(
                        "OverlappingAllocationPools",
                        "Found overlapping allocation pools: " + sorted.get(i - 1) + " " + sorted.get(i)
                                + " for subnet " + cidr + ".");
            }
        }
        checkGateway(sorted, gateway);
    }

    private static void checkGateway(List<AddressRange> pools, Optional<IpAddress> gateway) {
        for (AddressRange pool : pools) {
            if (gateway.filter(pool::contains).isPresent()) {
                throw TenantRefusal.conflict(
                        "GatewayConflictWithAllocationPools",
                        "Gateway ip " + gateway.get() + " conflicts with allocation pool " + pool + ".");
            }
        }
    }

    /** The lowest address of the pools that nobody has. */
    static Optional<IpAddress> lowestFree(List<AddressRange> pools, PersistentMap<IpAddress, PortId> taken) {
        for (AddressRange pool : pools) {
            long before = taken.rank(pool.start());
            BigInteger span = pool.end().value().subtract(pool.start().value());
            // At most as many addresses are taken as anybody has, so the search need not go further.
            long most = span.min(BigInteger.valueOf(taken.size())).longValueExact();
            OptionalLong free = LowestFree.upTo(most, offset -> {
                IpAddress last = pool.start().plus(offset);
                long upToLast = taken.rank(last);
                return upToLast + (taken.containsKey(last) ? 1 : 0) - before;
            });
            if (free.isPresent()) {
                return Optional.of(pool.start().plus(free.getAsLong()));
            }
        }
        return Optional.empty();
    }
}
