package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A router that is to forward, the networks that it joins, and its way out of them.
 *
 * @param router the router
 * @param interfaces those of its ports that are to carry frames, on networks that are, in the order of their identifiers
 * @param exit its way out, if it has one and some server can be it
 */
record WorkingRouter(TenantRouter router, List<RouterInterface> interfaces, Optional<Exit> exit) {

    WorkingRouter {
        interfaces = List.copyOf(interfaces);
    }

    /** The router, if there is one that is administratively up. */
    static Optional<WorkingRouter> of(RouterId id, TenantState state, ServerIndex index) {
        return state.routers().find(id).filter(TenantRouter::adminUp).map(router -> {
            Optional<Exit> exit = router.gateway().flatMap(gateway -> exit(router, gateway, state, index));
            Optional<DatapathId> server = exit.map(each -> each.server().bridge());
            return new WorkingRouter(router, interfaces(router, state, server), exit);
        });
    }

    /** Those that join a network to others, in the order of their identifiers. */
    static List<WorkingRouter> on(NetworkId network, TenantState state, ServerIndex index) {
        return state.routersOf(network).stream()
                .flatMap(id -> of(id, state, index).stream())
                .filter(router -> router.networks().contains(network))
                .toList();
    }

    /** Its interface to the network of somebody with that address, if that is of IPv4 and it joins that network. */
    Optional<RouterInterface> doorTo(IpAddress address) {
        return interfaces.stream()
                .filter(door -> address.version() == IpVersion.V4
                        && door.subnets().stream()
                                .anyMatch(subnet -> subnet.cidr().contains(address)))
                .findFirst();
    }

    /** The networks of tenants that it joins. */
    SortedSet<NetworkId> networks() {
        SortedSet<NetworkId> networks = new TreeSet<>();
        interfaces.forEach(each -> networks.add(each.network().id()));
        return networks;
    }

    private static List<RouterInterface> interfaces(TenantRouter router, TenantState state, Optional<DatapathId> exit) {
        List<RouterInterface> interfaces = new ArrayList<>();
        for (TenantPort port : state.interfacesOf(router.id())) {
            TenantNetwork network = state.networkOf(port.network());
            if (port.adminUp() && network.adminUp() && !port.fixedIps().isEmpty()) {
                interfaces.add(new RouterInterface(port, network, subnets(port, state), exit));
            }
        }
        return interfaces;
    }

    private static List<TenantSubnet> subnets(TenantPort port, TenantState state) {
        return port.fixedIps().stream()
                .map(FixedIp::subnet)
                .distinct()
                .flatMap(id -> state.subnets().find(id).stream())
                .toList();
    }

    /** The server that is chosen as the router's way out; none while the router, its port or the network does not work. */
    static Optional<Ways> outlet(TenantRouter router, TenantState state, ServerIndex index) {
        return router.gateway()
                .filter(gateway -> router.adminUp())
                .filter(gateway -> state.ports()
                        .find(gateway.port())
                        .filter(TenantPort::adminUp)
                        .isPresent())
                .map(gateway -> state.networkOf(gateway.network()))
                .filter(network -> network.adminUp() && network.external())
                .flatMap(network -> {
                    SortedMap<DatapathId, Ways> able =
                            index.outlets(network.segment().physicalNetwork());
                    return Rendezvous.of(router.id(), able.keySet())
                            .flatMap(server -> Optional.ofNullable(able.get(server)));
                });
    }

    private static Optional<Exit> exit(
            TenantRouter router, ExternalGateway gateway, TenantState state, ServerIndex index) {
        Optional<Ways> server = outlet(router, state, index);
        Optional<TenantPort> port = state.ports().find(gateway.port());
        List<IpAddress> own = port.stream().flatMap(WorkingRouter::own).toList();
        if (own.isEmpty() || server.isEmpty()) {
            return Optional.empty();
        }
        TenantNetwork network = state.networkOf(gateway.network());
        List<Ways> others = index.outlets(network.segment().physicalNetwork()).values().stream()
                .filter(each -> !each.equals(server.get()))
                .toList();
        return Optional.of(new Exit(
                port.orElseThrow(),
                network,
                own,
                gateway.sourceNat() && own.getFirst().version() == IpVersion.V4,
                prefixes(router, gateway, own, state),
                state.floatingIpsOf(router.id()),
                allowances(router, state),
                server.get(),
                others));
    }

    /** The first address of each version, IPv4 first. */
    private static Stream<IpAddress> own(TenantPort port) {
        return Stream.of(IpVersion.V4, IpVersion.V6)
                .flatMap(version -> port.fixedIps().stream()
                        .map(FixedIp::address)
                        .filter(address -> address.version() == version)
                        .limit(1));
    }

    /** Where the router leads to, but for what shares its address outside, and but for everywhere. */
    private static List<Cidr> prefixes(
            TenantRouter router, ExternalGateway gateway, List<IpAddress> own, TenantState state) {
        Stream<Cidr> joined = interfaces(router, state, Optional.empty()).stream()
                .flatMap(door -> door.subnets().stream())
                .map(TenantSubnet::cidr);
        Stream<Cidr> beyond = router.routes().stream().map(HostRoute::destination);
        return Stream.concat(joined, beyond)
                .filter(cidr -> cidr.length() > 0
                        && own.stream().anyMatch(address -> address.version() == cidr.version())
                        && !(gateway.sourceNat() && cidr.version() == IpVersion.V4))
                .distinct()
                .toList();
    }

    private static SortedMap<FloatingIpId, Allowance> allowances(TenantRouter router, TenantState state) {
        SortedMap<FloatingIpId, Allowance> allowances = new TreeMap<>();
        for (FloatingIp ip : state.floatingIpsOf(router.id())) {
            ip.limit()
                    .ifPresent(limit -> state.qosPolicies()
                            .find(limit.policy())
                            .map(policy -> Allowance.ofAddress(policy, limit.number()))
                            .ifPresent(allowance -> allowances.put(ip.id(), allowance)));
        }
        return allowances;
    }
}
