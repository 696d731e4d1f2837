package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A router that is to forward, and the networks that it joins.
 *
 * @param router the router
 * @param interfaces those of its ports that are to carry frames, on networks that are, in the order of their identifiers
 */
record WorkingRouter(TenantRouter router, List<RouterInterface> interfaces) {

    WorkingRouter {
        interfaces = List.copyOf(interfaces);
    }

    /** The router, if there is one that is administratively up. */
    static Optional<WorkingRouter> of(RouterId id, TenantState state) {
        return state.routers()
                .find(id)
                .filter(TenantRouter::adminUp)
                .map(router -> new WorkingRouter(router, interfaces(router, state)));
    }

    /** Those that join a network to others, in the order of their identifiers. */
    static List<WorkingRouter> on(NetworkId network, TenantState state) {
        return state.routersOf(network).stream()
                .flatMap(id -> of(id, state).stream())
                .filter(router -> router.networks().contains(network))
                .toList();
    }

    /** The networks it joins. */
    SortedSet<NetworkId> networks() {
        SortedSet<NetworkId> networks = new TreeSet<>();
        interfaces.forEach(each -> networks.add(each.network().id()));
        return networks;
    }

    private static List<RouterInterface> interfaces(TenantRouter router, TenantState state) {
        List<RouterInterface> interfaces = new ArrayList<>();
        for (TenantPort port : state.interfacesOf(router.id())) {
            TenantNetwork network = state.networkOf(port.network());
            if (port.adminUp() && network.adminUp() && !port.fixedIps().isEmpty()) {
                interfaces.add(new RouterInterface(port, network, subnets(port, state)));
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
}
