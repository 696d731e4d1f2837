package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.AddressRange;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * A subnet that is asked for.
 *
 * @param id its identifier, new
 * @param network the network it is on
 * @param project its owner; whoever asks if left out
 * @param name its name
 * @param cidr its block of addresses
 * @param gateway the router of its hosts
 * @param pools where addresses are taken from; all but the gateway if left out
 * @param dhcp whether its hosts are answered when they ask for an address
 * @param nameServers DNS servers that hosts are told
 * @param hostRoutes routes that hosts are told
 * @param advertised what router advertisements say, for IPv6
 * @param addressing how hosts come by addresses, for IPv6
 * @param description the owner's words
 */
public record SubnetDraft(
        SubnetId id,
        NetworkId network,
        Optional<ProjectId> project,
        String name,
        Cidr cidr,
        GatewayChoice gateway,
        Optional<List<AddressRange>> pools,
        boolean dhcp,
        List<IpAddress> nameServers,
        List<HostRoute> hostRoutes,
        Optional<Ipv6Mode> advertised,
        Optional<Ipv6Mode> addressing,
        String description) {}
