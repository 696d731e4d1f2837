package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What may be asked of the interfaces of routers, and what comes of it: one change, of the port that is or was the interface.
 *
 * <p>Several IPv6 subnets of one network share an interface, because router advertisements come from one router; IPv4 subnets have
 * one each.
 */
final class RouterInterfaces {

    private RouterInterfaces() {}

    static List<TenantChange> add(Request request, TenantCommand.AddRouterInterface command) {
        TenantRouter router = RouterRules.theirs(request, command.router(), "add_router_interface");
        Optional<PortId> port = command.which().port();
        Optional<SubnetId> subnet = command.which().subnet();
        if (port.isPresent() && subnet.isPresent()) {
            throw TenantRefusal.bad("router", "Cannot specify both subnet-id and port-id");
        }
        TenantPort joined = port.isPresent()
                ? byPort(request, router, port.get())
                : bySubnet(request, router, subnet.orElseThrow(), command.fresh());
        return List.of(new TenantChange.Put(joined));
    }

    static List<TenantChange> remove(Request request, TenantCommand.RemoveRouterInterface command) {
        TenantRouter router = RouterRules.theirs(request, command.router(), "remove_router_interface");
        Optional<SubnetId> subnet = command.which().subnet();
        TenantPort port = command.which()
                .port()
                .map(id -> interfaceAt(request.state(), router, id))
                .orElseGet(() -> interfaceOn(request, router, subnet.orElseThrow()));
        if (command.which().port().isEmpty()) {
            List<FixedIp> left = port.fixedIps().stream()
                    .filter(ip -> !ip.subnet().equals(subnet.orElseThrow()))
                    .toList();
            checkUnused(request.state(), router, subnet.orElseThrow());
            return List.of(
                    left.isEmpty()
                            ? new TenantChange.Removed(port)
                            : new TenantChange.Put(
                                    port.withFixedIps(left, port.standard().changed(request.now()))));
        }
        if (subnet.isPresent() && !isOn(port, subnet.get())) {
            throw TenantRefusal.badRequest(
                    "SubnetMismatchForPort",
                    "Subnet on port " + port.id() + " does not match the requested subnet " + subnet.get() + ".");
        }
        port.fixedIps().forEach(ip -> checkUnused(request.state(), router, ip.subnet()));
        return List.of(new TenantChange.Removed(port));
    }

    /** Refuses subnets that a router is on already, or whose addresses are also those of another subnet it is on. */
    static void checkApart(TenantState state, TenantRouter router, List<TenantSubnet> added) {
        for (TenantSubnet other : subnetsOf(state, router)) {
            for (TenantSubnet subnet : added) {
                if (subnet.id().equals(other.id())) {
                    throw TenantRefusal.bad("router", "Router already has a port on subnet " + subnet.id());
                } else if (subnet.cidr().overlaps(other.cidr())) {
                    throw TenantRefusal.bad(
                            "router",
                            "Cidr " + subnet.cidr() + " of subnet " + subnet.id() + " overlaps with cidr "
                                    + other.cidr() + " of subnet " + other.id());
                }
            }
        }
    }

    private static List<TenantSubnet> subnetsOf(TenantState state, TenantRouter router) {
        Stream<TenantSubnet> inside = state.interfacesOf(router.id()).stream()
                .flatMap(port -> port.fixedIps().stream())
                .map(ip -> state.subnets().find(ip.subnet()).orElseThrow());
        Stream<TenantSubnet> outside =
                router.gateway().stream().flatMap(gateway -> state.subnetsOf(gateway.network()).stream());
        return Stream.concat(inside, outside).toList();
    }

    private static TenantPort bySubnet(Request request, TenantRouter router, SubnetId id, PortId fresh) {
        TenantState state = request.state();
        TenantSubnet subnet = seen(request, id);
        if (!request.by().owns(subnet)) {
            throw TenantRefusal.bad(
                    "router",
                    "Cannot add interface to router because subnet " + id
                            + " is not owned by project making the request");
        }
        TenantNetwork network = state.networkOf(subnet.network());
        checkInside(network);
        RoutedNetworks.checkNoRouter(network);
        FixedIp gateway = FixedIps.gateway(state, subnet);
        if (subnet.advertised().isEmpty() && subnet.addressing().isPresent()) {
            throw TenantRefusal.bad(
                    "router",
                    "IPv6 subnet " + id + " is configured to receive router advertisements from another router");
        }
        checkApart(state, router, List.of(subnet));
        Optional<TenantPort> shared =
                subnet.cidr().version() == IpVersion.V6 ? interfaceWithIpv6(state, router, network) : Optional.empty();
        return shared.map(port -> withOneMore(request, port, gateway))
                .orElseGet(() -> Layer3Ports.made(
                        request,
                        new Layer3Ports.Plan(
                                fresh, network, router.project(), TenantPort.ROUTER_INTERFACE, router.id()),
                        List.of(gateway)));
    }

    private static TenantPort byPort(Request request, TenantRouter router, PortId id) {
        TenantState state = request.state();
        TenantPort port = request.theirs(state.ports().find(id), "Port", id, "add_router_interface:port_id");
        TenantNetwork network = state.networkOf(port.network());
        checkInside(network);
        RoutedNetworks.checkNoRouter(network);
        if (!port.deviceId().isEmpty()) {
            throw TenantRefusal.conflict(
                    "PortInUse",
                    "Unable to complete operation on port " + id + " for network " + network.id()
                            + ". Port already has an attached device " + port.deviceId() + ".");
        } else if (port.fixedIps().isEmpty()) {
            throw TenantRefusal.bad("router", "Router port must have at least one fixed IP");
        } else if (count(port, IpVersion.V4) > 1) {
            throw TenantRefusal.bad("router", "Cannot have multiple IPv4 subnets on router port");
        }
        Optional<TenantPort> rival =
                count(port, IpVersion.V6) > 0 ? interfaceWithIpv6(state, router, network) : Optional.empty();
        if (rival.isPresent()) {
            throw TenantRefusal.bad(
                    "router",
                    "Cannot have multiple router ports with the same network id if both contain IPv6 subnets. Existing"
                            + " port " + rival.get().id() + " has IPv6 subnet(s) and network id " + network.id());
        }
        List<TenantSubnet> subnets = port.fixedIps().stream()
                .map(ip -> state.subnets().find(ip.subnet()).orElseThrow())
                .toList();
        checkApart(state, router, subnets);
        return Layer3Ports.joined(request, port, router.id());
    }

    private static void checkInside(TenantNetwork network) {
        if (network.external()) {
            throw TenantRefusal.bad(
                    "router",
                    "Network " + network.id() + " is external: a router has its gateway there, and no interface");
        }
    }

    private static TenantPort withOneMore(Request request, TenantPort port, FixedIp ip) {
        List<FixedIp> ips = new ArrayList<>(port.fixedIps());
        ips.add(ip);
        return port.withFixedIps(ips, port.standard().changed(request.now()));
    }

    private static Optional<TenantPort> interfaceWithIpv6(
            TenantState state, TenantRouter router, TenantNetwork network) {
        return state.interfacesOf(router.id()).stream()
                .filter(port -> port.network().equals(network.id()) && count(port, IpVersion.V6) > 0)
                .findFirst();
    }

    private static long count(TenantPort port, IpVersion version) {
        return port.fixedIps().stream()
                .filter(ip -> ip.address().version() == version)
                .count();
    }

    private static TenantSubnet seen(Request request, SubnetId id) {
        return request.state()
                .subnets()
                .find(id)
                .filter(subnet -> request.by().sees(subnet, request.state()))
                .orElseThrow(() -> TenantRefusal.notFound("Subnet", id));
    }

    private static TenantPort interfaceAt(TenantState state, TenantRouter router, PortId id) {
        return state.interfacesOf(router.id()).stream()
                .filter(port -> port.id().equals(id))
                .findFirst()
                .orElseThrow(() -> TenantRefusal.of(
                        TenantRefusal.Kind.NOT_FOUND,
                        "RouterInterfaceNotFound",
                        "Router " + router.id() + " does not have an interface with id " + id));
    }

    private static TenantPort interfaceOn(Request request, TenantRouter router, SubnetId id) {
        SubnetId subnet = seen(request, id).id();
        return request.state().interfacesOf(router.id()).stream()
                .filter(port -> isOn(port, subnet))
                .findFirst()
                .orElseThrow(() -> TenantRefusal.of(
                        TenantRefusal.Kind.NOT_FOUND,
                        "RouterInterfaceNotFoundForSubnet",
                        "Router " + router.id() + " has no interface on subnet " + subnet));
    }

    private static boolean isOn(TenantPort port, SubnetId subnet) {
        return port.fixedIps().stream().anyMatch(ip -> ip.subnet().equals(subnet));
    }

    /** Refuses to take a router off a subnet that a floating address or a static route needs it on. */
    private static void checkUnused(TenantState state, TenantRouter router, SubnetId id) {
        TenantSubnet subnet = state.subnets().find(id).orElseThrow();
        boolean isTranslated = state.floatingIpsOf(router.id()).stream()
                .flatMap(ip -> ip.insides().stream())
                .anyMatch(target -> subnet.cidr().contains(target.address()));
        String interfaceOf = "Router interface for subnet " + id + " on router " + router.id();
        if (isTranslated) {
            throw TenantRefusal.conflict(
                    "RouterInterfaceInUseByFloatingIP",
                    interfaceOf + " cannot be deleted, as it is required by one or more floating IPs.");
        }
        if (router.routes().stream().anyMatch(route -> subnet.cidr().contains(route.nextHop()))) {
            throw TenantRefusal.conflict(
                    "RouterInterfaceInUseByRoute",
                    interfaceOf + " cannot be deleted, as it is required by one or more routes.");
        }
    }
}
