package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.AddressRange;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Chooses addresses of a routed network so that the fabric has few blocks and exceptions to route: for a port whose server is known, of a
 * block that has most ports at the same edge switch, or else of one that nobody is in; for any other, of a block in which no port has a
 * place yet, as wherever it comes up it may then have the block. When there is no such block left, any address will do.
 */
final class RoutedBlocks {

    private final TenantState state;
    private final Racks racks;
    private final int blockLength;

    RoutedBlocks(TenantState state, Racks racks, int blockLength) {
        this.state = state;
        this.racks = racks;
        this.blockLength = blockLength;
    }

    /** How many ports with a place each edge switch has in one block. */
    private record Tenants(Map<DatapathId, Integer> placed) {

        int at(DatapathId rack) {
            return placed.getOrDefault(rack, 0);
        }
    }

    /** An address of {@code subnet} that nobody of {@code taken} has, for a port on {@code host}; empty text for one of which no host is known. */
    Optional<IpAddress> free(TenantSubnet subnet, PersistentMap<IpAddress, PortId> taken, String host) {
        SortedMap<Cidr, Tenants> used = used(subnet);
        Optional<DatapathId> rack = racks.ofHost(host);
        Optional<IpAddress> chosen = rack.isPresent()
                ? besideOthers(subnet, taken, used, rack.get())
                        .or(() -> first(subnet, taken, block -> !used.containsKey(block)))
                : first(
                        subnet,
                        taken,
                        block -> !used.containsKey(block)
                                || used.getOrDefault(block, new Tenants(Map.of()))
                                        .placed()
                                        .isEmpty());
        return chosen.or(() -> AddressPools.lowestFree(subnet.pools(), taken));
    }

    private SortedMap<Cidr, Tenants> used(TenantSubnet subnet) {
        SortedMap<Cidr, Tenants> used = new TreeMap<>();
        state.portsByAddress(subnet.id()).forEach((address, id) -> {
            Tenants block = used.computeIfAbsent(block(subnet, address), cidr -> new Tenants(new TreeMap<>()));
            state.ports()
                    .find(id)
                    .flatMap(this::rackOf)
                    .ifPresent(rack -> block.placed().merge(rack, 1, Integer::sum));
        });
        return used;
    }

    private Optional<DatapathId> rackOf(TenantPort port) {
        return racks.ofPort(port.id()).or(() -> racks.ofHost(port.binding().host()));
    }

    private Cidr block(TenantSubnet subnet, IpAddress address) {
        return Cidr.containing(address, Math.max(subnet.cidr().length(), blockLength));
    }

    private Optional<IpAddress> besideOthers(
            TenantSubnet subnet,
            PersistentMap<IpAddress, PortId> taken,
            SortedMap<Cidr, Tenants> used,
            DatapathId rack) {
        Comparator<Map.Entry<Cidr, Tenants>> fullest =
                Comparator.comparingInt(entry -> -entry.getValue().at(rack));
        return used.entrySet().stream()
                .filter(entry -> entry.getValue().at(rack) > 0)
                .sorted(fullest.thenComparing(Map.Entry::getKey))
                .flatMap(entry -> within(subnet, entry.getKey(), taken).stream())
                .findFirst();
    }

    private Optional<IpAddress> first(
            TenantSubnet subnet, PersistentMap<IpAddress, PortId> taken, Predicate<Cidr> isWanted) {
        for (AddressRange pool : subnet.pools()) {
            IpAddress next = pool.start();
            while (pool.contains(next)) {
                Cidr block = block(subnet, next);
                Optional<IpAddress> found = isWanted.test(block) ? within(subnet, block, taken) : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
                next = block.last().plus(1);
            }
        }
        return Optional.empty();
    }

    private static Optional<IpAddress> within(TenantSubnet subnet, Cidr block, PersistentMap<IpAddress, PortId> taken) {
        List<AddressRange> clipped = new ArrayList<>();
        for (AddressRange pool : subnet.pools()) {
            if (pool.start().version() == IpVersion.V4
                    && pool.overlaps(new AddressRange(block.address(), block.last()))) {
                clipped.add(new AddressRange(later(pool.start(), block.address()), earlier(pool.end(), block.last())));
            }
        }
        return AddressPools.lowestFree(clipped, taken);
    }

    private static IpAddress later(IpAddress one, IpAddress other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static IpAddress earlier(IpAddress one, IpAddress other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
