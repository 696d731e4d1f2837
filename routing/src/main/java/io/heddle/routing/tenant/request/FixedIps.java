package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses the addresses of one port, in a state in which it has none. */
final class FixedIps {

    private static final Comparator<TenantSubnet> OLDEST_FIRST = Comparator.comparing(
                    (TenantSubnet subnet) -> subnet.standard().created())
            .thenComparing(TenantSubnet::id);

    private final TenantState state;
    private final TenantNetwork network;
    private final MacAddress mac;
    private final List<TenantSubnet> subnets;
    private final Choice choice;

    /** Which address of a subnet a port gets that asks for none in particular. */
    interface Choice {

        /** The lowest that is free. */
        Choice LOWEST = (subnet, taken) -> AddressPools.lowestFree(subnet.pools(), taken);

        /** One that nobody has, if there is one. */
        Optional<IpAddress> free(TenantSubnet subnet, PersistentMap<IpAddress, PortId> taken);
    }

    FixedIps(TenantState state, TenantNetwork network, MacAddress mac) {
        this(state, network, mac, Choice.LOWEST);
    }

    FixedIps(TenantState state, TenantNetwork network, MacAddress mac, Choice choice) {
        this.choice = choice;
        this.state = state;
        this.network = network;
        this.mac = mac;
        subnets = state.subnetsOf(network.id()).stream().sorted(OLDEST_FIRST).toList();
    }

    /** The address that a host makes from a prefix and its MAC address (RFC 4291, appendix A). */
    static IpAddress fromMac(Cidr prefix, MacAddress mac) {
        long upper = (mac.value() >>> 24) ^ 0x02_0000L;
        long low = (upper << 40) | 0xff_fe00_0000L | (mac.value() & 0xff_ffffL);
        return new IpAddress(IpVersion.V6, prefix.address().high(), low);
    }

    /** One address of each version, from the oldest subnet that has one left, and one of each automatic subnet. */
    List<FixedIp> usual() {
        List<FixedIp> chosen = new ArrayList<>();
        for (IpVersion version : IpVersion.values()) {
            first(version).ifPresent(chosen::add);
        }
        return withAutomatic(chosen);
    }

    /** An address from the oldest subnet of that version that has one left; empty if there is no such subnet. */
    Optional<FixedIp> first(IpVersion version) {
        List<TenantSubnet> pooled = subnets.stream()
                .filter(subnet -> subnet.cidr().version() == version && !subnet.isAutomatic())
                .toList();
        Optional<FixedIp> first = pooled.stream()
                .flatMap(subnet -> lowest(subnet, List.of()).stream())
                .findFirst();
        if (first.isEmpty() && !pooled.isEmpty()) {
            throw noneLeft();
        }
        return first;
    }

    /**
     * What was asked for.
     *
     * @param before what the port had, which it keeps where only a subnet is named
     */
    List<FixedIp> asked(List<IpRequest> requests, List<FixedIp> before) {
        List<FixedIp> chosen = new ArrayList<>();
        for (IpRequest request : requests) {
            if (request.address().isPresent()) {
                chosen.add(exactly(request, before, chosen));
            }
        }
        for (IpRequest request : requests) {
            if (request.address().isEmpty()) {
                TenantSubnet subnet = subnet(request);
                if (!subnet.isAutomatic()) {
                    chosen.add(kept(subnet, before, chosen)
                            .or(() -> lowest(subnet, chosen))
                            .orElseThrow(this::noneLeft));
                }
            }
        }
        return withAutomatic(chosen);
    }

    /** What the port had, but for addresses made from a MAC address that it may no longer have. */
    List<FixedIp> kept(List<FixedIp> before) {
        return withAutomatic(new ArrayList<>(before.stream()
                .filter(ip -> subnets.stream()
                        .noneMatch(subnet -> subnet.isAutomatic() && subnet.id().equals(ip.subnet())))
                .toList()));
    }

    private List<FixedIp> withAutomatic(List<FixedIp> chosen) {
        subnets.stream()
                .filter(TenantSubnet::isAutomatic)
                .map(subnet -> new FixedIp(subnet.id(), fromMac(subnet.cidr(), mac)))
                .filter(own -> !chosen.contains(own))
                .forEach(chosen::add);
        return chosen;
    }

    private FixedIp exactly(IpRequest request, List<FixedIp> before, List<FixedIp> chosen) {
        IpAddress address = request.address().orElseThrow();
        TenantSubnet subnet = subnet(request);
        FixedIp ip = new FixedIp(subnet.id(), address);
        checkInside(subnet, address);
        if (subnet.isAutomatic() && !address.equals(fromMac(subnet.cidr(), mac)) && !before.contains(ip)) {
            throw TenantRefusal.badRequest(
                    "AllocationOnAutoAddressSubnet",
                    "IPv6 address " + address + " cannot be directly assigned to a port on subnet " + subnet.id()
                            + " as the subnet is configured for automatic addresses");
        }
        if (chosen.contains(ip) || state.portsByAddress(subnet.id()).containsKey(address)) {
            throw taken(ip);
        }
        return ip;
    }

    /** The gateway of a subnet, for the router that is to be it; its hosts may make their own addresses from the prefix. */
    static FixedIp gateway(TenantState state, TenantSubnet subnet) {
        IpAddress address = subnet.gateway()
                .orElseThrow(() -> TenantRefusal.bad("router", "Subnet for router interface must have a gateway IP"));
        FixedIp ip = new FixedIp(subnet.id(), address);
        checkInside(subnet, address);
        if (state.portsByAddress(subnet.id()).containsKey(address)) {
            throw taken(ip);
        }
        return ip;
    }

    private static void checkInside(TenantSubnet subnet, IpAddress address) {
        if (!AddressPools.usable(subnet.cidr()).contains(address)) {
            throw TenantRefusal.badRequest(
                    "InvalidIpForSubnet", "IP address " + address + " is not a valid IP for the specified subnet.");
        }
    }

    private static Refused taken(FixedIp ip) {
        return TenantRefusal.conflict(
                "IpAddressAlreadyAllocated",
                "IP address " + ip.address() + " already allocated in subnet " + ip.subnet());
    }

    private TenantSubnet subnet(IpRequest request) {
        if (request.subnet().isEmpty()) {
            IpAddress address = request.address().orElseThrow();
            return subnets.stream()
                    .filter(subnet -> subnet.cidr().contains(address))
                    .findFirst()
                    .orElseThrow(() -> TenantRefusal.badRequest(
                            "InvalidIpForNetwork",
                            "IP address " + address
                                    + " is not a valid IP for any of the subnets on the specified network."));
        }
        TenantSubnet subnet = state.subnets()
                .find(request.subnet().get())
                .orElseThrow(
                        () -> TenantRefusal.notFound("Subnet", request.subnet().get()));
        if (!subnet.network().equals(network.id())) {
            throw TenantRefusal.invalid("Failed to create port on network " + network.id()
                    + ", because fixed_ips included invalid subnet " + subnet.id());
        }
        return subnet;
    }

    private static Optional<FixedIp> kept(TenantSubnet subnet, List<FixedIp> before, List<FixedIp> chosen) {
        return before.stream()
                .filter(ip -> ip.subnet().equals(subnet.id()) && !chosen.contains(ip))
                .findFirst();
    }

    private Optional<FixedIp> lowest(TenantSubnet subnet, List<FixedIp> chosen) {
        PersistentMap<IpAddress, PortId> taken = state.portsByAddress(subnet.id());
        for (FixedIp ip : chosen) {
            if (ip.subnet().equals(subnet.id())) {
                taken = taken.with(ip.address(), new PortId(ip.subnet().value()));
            }
        }
        return choice.free(subnet, taken).map(address -> new FixedIp(subnet.id(), address));
    }

    private Refused noneLeft() {
        return TenantRefusal.conflict(
                "IpAddressGenerationFailure", "No more IP addresses available on network " + network.id() + ".");
    }
}
