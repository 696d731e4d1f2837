package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.AddressRange;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may be asked of subnets, and what comes of it. */
final class SubnetRules {

    private static final int NAME_SERVERS_AT_MOST = 5;
    private static final int HOST_ROUTES_AT_MOST = 20;

    private final RoutedNetworks routed;

    SubnetRules(RoutedNetworks routed) {
        this.routed = routed;
    }

    List<TenantChange> create(Request request, SubnetDraft draft) {
        TenantNetwork network = request.network(draft.network());
        if (!request.by().owns(network)) {
            throw TenantRefusal.forbidden("create_subnet");
        }
        checkBlock(request, draft);
        routed.checkSubnet(request, network, draft.cidr());
        checkModes(draft);
        Optional<IpAddress> gateway = gateway(draft.gateway(), draft.cidr());
        List<AddressRange> pools = draft.pools().orElseGet(() -> AddressPools.usual(draft.cidr(), gateway));
        AddressPools.check(pools, draft.cidr(), gateway);
        TenantSubnet subnet = checked(new TenantSubnet(
                draft.id(),
                network.id(),
                request.owner(draft.project()),
                draft.name(),
                draft.cidr(),
                gateway,
                pools,
                draft.dhcp(),
                draft.nameServers(),
                draft.hostRoutes(),
                draft.advertised(),
                draft.addressing(),
                StandardAttributes.fresh(draft.description(), request.now())));
        List<TenantChange> changes = new ArrayList<>();
        changes.add(new TenantChange.Put(subnet));
        changes.addAll(automaticAddresses(request, subnet));
        return changes;
    }

    static List<TenantChange> update(Request request, TenantCommand.UpdateSubnet command) {
        TenantSubnet before =
                request.theirs(request.state().subnets().find(command.id()), "Subnet", command.id(), "update_subnet");
        request.check(before, command.expected());
        SubnetPatch patch = command.patch();
        Optional<IpAddress> gateway =
                patch.gateway().map(choice -> gateway(choice, before.cidr())).orElse(before.gateway());
        checkGatewayIsIdle(request, before, gateway);
        List<AddressRange> pools = patch.pools().orElse(before.pools());
        AddressPools.check(pools, before.cidr(), gateway);
        StandardAttributes standard = before.standard()
                .describedAs(patch.description().orElse(before.standard().description()))
                .changed(request.now());
        return List.of(new TenantChange.Put(checked(new TenantSubnet(
                before.id(),
                before.network(),
                before.project(),
                patch.name().orElse(before.name()),
                before.cidr(),
                gateway,
                pools,
                patch.dhcp().orElse(before.dhcp()),
                patch.nameServers().orElse(before.nameServers()),
                patch.hostRoutes().orElse(before.hostRoutes()),
                before.advertised(),
                before.addressing(),
                standard))));
    }

    static List<TenantChange> delete(Request request, TenantCommand.DeleteSubnet command) {
        TenantSubnet subnet =
                request.theirs(request.state().subnets().find(command.id()), "Subnet", command.id(), "delete_subnet");
        request.check(subnet, command.expected());
        List<TenantChange> changes = new ArrayList<>();
        for (PortId id : request.state().portsByAddress(subnet.id()).values()) {
            TenantPort port = request.state().ports().find(id).orElseThrow();
            if (PortRules.isRemovedWithItsNetwork(port)) {
                changes.addAll(PortRules.removal(request, port));
            } else if (subnet.isAutomatic() && !port.isOfLayer3()) {
                List<FixedIp> left = port.fixedIps().stream()
                        .filter(ip -> !ip.subnet().equals(subnet.id()))
                        .toList();
                changes.add(new TenantChange.Put(
                        port.withFixedIps(left, port.standard().changed(request.now()))));
            } else {
                throw TenantRefusal.conflict(
                        "SubnetInUse",
                        "Unable to complete operation on subnet " + subnet.id()
                                + ": One or more ports have an IP allocation from this subnet.");
            }
        }
        changes.add(new TenantChange.Removed(subnet));
        return changes.stream().distinct().toList();
    }

    private static void checkBlock(Request request, SubnetDraft draft) {
        Cidr cidr = draft.cidr();
        if (cidr.length() == 0) {
            throw TenantRefusal.invalid("0 is not allowed as CIDR prefix length");
        }
        if (cidr.address().isMulticast() || isLoopback(cidr)) {
            throw TenantRefusal.invalid("Subnet " + cidr + " is not a block of addresses that hosts can have");
        }
        for (TenantSubnet other : request.state().subnetsOf(draft.network())) {
            if (other.cidr().overlaps(cidr)) {
                throw TenantRefusal.invalid("Requested subnet with cidr: " + cidr + " for network: " + draft.network()
                        + " overlaps with another subnet");
            }
        }
    }

    /** Refuses to take an address from a subnet's hosts as their gateway while a router answers there. */
    private static void checkGatewayIsIdle(Request request, TenantSubnet before, Optional<IpAddress> gateway) {
        if (gateway.equals(before.gateway())) {
            return;
        }
        before.gateway()
                .flatMap(address -> request.state().portsByAddress(before.id()).find(address))
                .flatMap(id -> request.state().ports().find(id))
                .filter(port -> port.router().isPresent())
                .ifPresent(port -> {
                    throw TenantRefusal.conflict(
                            "GatewayIpInUse",
                            "Current gateway ip " + before.gateway().orElseThrow() + " already in use by port "
                                    + port.id() + ". Unable to update.");
                });
    }

    private static boolean isLoopback(Cidr cidr) {
        return cidr.overlaps(Cidr.parse("127.0.0.0/8")) || cidr.overlaps(Cidr.parse("::1/128"));
    }

    private static void checkModes(SubnetDraft draft) {
        Optional<Ipv6Mode> advertised = draft.advertised();
        Optional<Ipv6Mode> addressing = draft.addressing();
        if (advertised.isEmpty() && addressing.isEmpty()) {
            return;
        }
        if (draft.cidr().version() == IpVersion.V4) {
            throw TenantRefusal.invalid("ipv6_ra_mode and ipv6_address_mode are not valid when ip_version is 4");
        } else if (!draft.dhcp()) {
            throw TenantRefusal.invalid(
                    "ipv6_ra_mode or ipv6_address_mode cannot be set when enable_dhcp is set to False");
        } else if (advertised.isPresent() && addressing.isPresent() && !advertised.equals(addressing)) {
            throw TenantRefusal.invalid("ipv6_ra_mode set to '"
                    + advertised.get().apiName()
                    + "' with ipv6_address_mode set to '" + addressing.get().apiName()
                    + "' is not valid. If both attributes are set, they must be the same value");
        } else if (addressing.or(() -> advertised).filter(Ipv6Mode::isAutomatic).isPresent()
                && draft.cidr().length() != 64) {
            throw TenantRefusal.invalid("Invalid CIDR " + draft.cidr()
                    + " for IPv6 address mode. The EUI-64 address form requires the prefix to be /64");
        }
    }

    private static Optional<IpAddress> gateway(GatewayChoice choice, Cidr cidr) {
        return switch (choice) {
            case GatewayChoice.None ignored -> Optional.empty();
            case GatewayChoice.Usual ignored ->
                cidr.length() == cidr.version().bits()
                        ? Optional.empty()
                        : Optional.of(AddressPools.usable(cidr).start());
            case GatewayChoice.At at -> {
                boolean isSpare = cidr.contains(at.address())
                        && !AddressPools.usable(cidr).contains(at.address());
                if (at.address().version() != cidr.version() || isSpare) {
                    throw TenantRefusal.invalid("Gateway is not valid on subnet");
                }
                yield Optional.of(at.address());
            }
        };
    }

    /** Refuses what makes no sense in a new subnet nor in a changed one. */
    private static TenantSubnet checked(TenantSubnet subnet) {
        IpVersion version = subnet.cidr().version();
        if (subnet.dhcp() && version.bits() - subnet.cidr().length() < 2) {
            throw TenantRefusal.invalid("Subnet has a prefix length that is incompatible with DHCP service enabled");
        }
        if (subnet.nameServers().size() > NAME_SERVERS_AT_MOST) {
            throw TenantRefusal.badRequest(
                    "DNSNameServersExhausted",
                    "Unable to complete operation for " + subnet.id()
                            + ". The number of DNS nameservers exceeds the limit " + NAME_SERVERS_AT_MOST + ".");
        }
        if (subnet.hostRoutes().size() > HOST_ROUTES_AT_MOST) {
            throw TenantRefusal.badRequest(
                    "HostRoutesExhausted",
                    "Unable to complete operation for " + subnet.id() + ". The number of host routes exceeds the limit "
                            + HOST_ROUTES_AT_MOST + ".");
        }
        for (IpAddress server : subnet.nameServers()) {
            checkVersion("dns_nameserver", server.version(), server, version);
        }
        for (HostRoute route : subnet.hostRoutes()) {
            checkVersion("nexthop", route.nextHop().version(), route.nextHop(), version);
        }
        return subnet;
    }

    private static void checkVersion(String what, IpVersion is, Object value, IpVersion asked) {
        if (is != asked) {
            throw TenantRefusal.invalid(
                    what + " '" + value + "' does not match the ip_version '" + asked.number() + "'");
        }
    }

    /** Ports that were there first get an address of a subnet whose hosts make their own; routers choose theirs. */
    private static List<TenantChange> automaticAddresses(Request request, TenantSubnet subnet) {
        List<TenantChange> changes = new ArrayList<>();
        if (subnet.isAutomatic()) {
            for (TenantPort port : request.state().portsOf(subnet.network())) {
                if (port.isOfLayer3()) {
                    continue;
                }
                List<FixedIp> ips = new ArrayList<>(port.fixedIps());
                ips.add(new FixedIp(subnet.id(), FixedIps.fromMac(subnet.cidr(), port.mac())));
                changes.add(new TenantChange.Put(
                        port.withFixedIps(ips, port.standard().changed(request.now()))));
            }
        }
        return changes;
    }
}
