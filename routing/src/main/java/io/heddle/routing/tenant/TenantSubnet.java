package io.heddle.routing.tenant;

import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * A block of addresses on a network, and what its hosts are told.
 *
 * @param id its identifier
 * @param network the network it is on
 * @param project its owner
 * @param name the owner's name for it, not unique
 * @param cidr the block
 * @param gateway the router of its hosts, if any
 * @param pools where addresses are taken from, lowest first, without overlaps
 * @param dhcp whether its hosts are answered when they ask for an address
 * @param nameServers DNS servers that hosts are told, best first
 * @param hostRoutes routes that hosts are told, in the owner's order
 * @param advertised what router advertisements say, for IPv6
 * @param addressing how hosts come by addresses, for IPv6
 * @param standard description, tags, revision, times
 */
public record TenantSubnet(
        SubnetId id,
        NetworkId network,
        ProjectId project,
        String name,
        Cidr cidr,
        Optional<IpAddress> gateway,
        List<AddressRange> pools,
        boolean dhcp,
        List<IpAddress> nameServers,
        List<HostRoute> hostRoutes,
        Optional<Ipv6Mode> advertised,
        Optional<Ipv6Mode> addressing,
        StandardAttributes standard)
        implements TenantResource {

    public TenantSubnet {
        pools = pools.stream().sorted().toList();
        nameServers = List.copyOf(nameServers);
        hostRoutes = List.copyOf(hostRoutes);
    }

    /** Whether hosts make their addresses from the prefix and their MAC address. */
    public boolean isAutomatic() {
        return addressing.filter(Ipv6Mode::isAutomatic).isPresent();
    }

    @Override
    public TenantSubnet withStandard(StandardAttributes attributes) {
        return new TenantSubnet(
                id,
                network,
                project,
                name,
                cidr,
                gateway,
                pools,
                dhcp,
                nameServers,
                hostRoutes,
                advertised,
                addressing,
                attributes);
    }
}
