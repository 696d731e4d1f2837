package io.heddle.routing.tenant.explain;

import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.IpAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds ways through networks and routers. */
final class Ways {

    private final TenantState state;

    Ways(TenantState state) {
        this.state = state;
    }

    /** The way from a network to an address: the network itself, or the first router on it that leads on, its gateways first. */
    Way from(NetworkId network, IpAddress to) {
        if (isRouted(network)) {
            return byFabric(network, to);
        }
        if (state.subnetsOf(network).stream().anyMatch(subnet -> subnet.cidr().contains(to))) {
            return holder(network, to)
                    .flatMap(this::routerOf)
                    .<Way>map(Way.ToRouter::new)
                    .orElseGet(() -> new Way.Direct(network));
        }
        List<Way> ways = state.routersOf(network).stream()
                .sorted(Comparator.comparing((RouterId id) -> !isGateway(id, network)))
                .map(id -> through(state.routers().find(id).orElseThrow(), network, to))
                .toList();
        return ways.stream()
                .filter(way -> !(way instanceof Way.None))
                .findFirst()
                .or(() -> ways.stream().findFirst())
                .orElseGet(() -> new Way.None(
                        "The address is on another network, and no router joins the source's network to any.",
                        Optional.of(network)));
    }

    private boolean isRouted(NetworkId network) {
        return state.networkOf(network).segment().type() == NetworkType.ROUTED;
    }

    /** No two networks that the fabric routes have an address in common. */
    private Way byFabric(NetworkId network, IpAddress to) {
        Optional<TenantSubnet> subnet = state.subnets().values().stream()
                .filter(each -> each.cidr().contains(to) && isRouted(each.network()))
                .findFirst();
        if (subnet.isEmpty()) {
            return new Way.None(
                    "The fabric routes to networks of type routed only, and the address is on none.",
                    Optional.of(network));
        }
        boolean isOwn = subnet.get().network().equals(network);
        return isOwn && subnet.get().gateway().equals(Optional.of(to))
                ? new Way.ToFabric(network)
                : new Way.ByFabric(subnet.get().network());
    }

    /** The port of a network that has the address. */
    Optional<TenantPort> holder(NetworkId network, IpAddress address) {
        return state.subnetsOf(network).stream()
                .flatMap(subnet -> state.portsByAddress(subnet.id()).find(address).stream())
                .flatMap(id -> state.ports().find(id).stream())
                .findFirst();
    }

    private Way through(TenantRouter router, NetworkId network, IpAddress to) {
        if (!router.adminUp()) {
            return new Way.None("The router is switched off (admin_state_up is false).", Optional.of(router.id()));
        }
        List<TenantPort> interfaces = state.interfacesOf(router.id());
        if (interfaces.stream().noneMatch(port -> port.network().equals(network) && port.adminUp())) {
            return new Way.None(
                    "The router's port on the source's network is switched off (admin_state_up is false).",
                    Optional.of(router.id()));
        }
        return interfaces.stream()
                .filter(port ->
                        subnets(port).stream().anyMatch(subnet -> subnet.cidr().contains(to)))
                .findFirst()
                .map(port -> into(router, port, to))
                .or(() -> onward(router, to))
                .or(() -> router.gateway().map(gateway -> new Way.Outward(router, gateway.network())))
                .orElseGet(() -> new Way.None("The router knows no way to " + to + ".", Optional.of(router.id())));
    }

    private static Way into(TenantRouter router, TenantPort port, IpAddress to) {
        if (port.fixedIps().stream().anyMatch(ip -> ip.address().equals(to))) {
            return new Way.ToRouter(router);
        }
        return port.adminUp()
                ? new Way.Routed(router, port.network())
                : new Way.None(
                        "The router's port on the target's network is switched off (admin_state_up is false).",
                        Optional.of(port.id()));
    }

    private static Optional<Way> onward(TenantRouter router, IpAddress to) {
        return router.routes().stream()
                .filter(route -> route.destination().contains(to))
                .map(HostRoute::nextHop)
                .findFirst()
                .map(hop -> new Way.Onward(router, hop));
    }

    private boolean isGateway(RouterId router, NetworkId network) {
        return state.interfacesOf(router).stream()
                .filter(port -> port.network().equals(network))
                .flatMap(port -> port.fixedIps().stream())
                .anyMatch(ip -> subnet(ip)
                        .flatMap(TenantSubnet::gateway)
                        .filter(ip.address()::equals)
                        .isPresent());
    }

    private Optional<TenantRouter> routerOf(TenantPort port) {
        return port.router().flatMap(id -> state.routers().find(id));
    }

    private List<TenantSubnet> subnets(TenantPort port) {
        return port.fixedIps().stream().flatMap(ip -> subnet(ip).stream()).toList();
    }

    private Optional<TenantSubnet> subnet(FixedIp ip) {
        return state.subnets().find(ip.subnet());
    }
}
