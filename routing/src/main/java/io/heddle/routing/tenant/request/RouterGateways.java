package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may be asked of the ways out of routers, and what comes of it. */
final class RouterGateways {

    private RouterGateways() {}

    /** What makes {@code router} be, with that way out; the router comes first. */
    static List<TenantChange> changed(Request request, TenantRouter router, WayOut choice) {
        return switch (choice) {
            case WayOut.None ignored -> {
                List<TenantChange> changes = new ArrayList<>();
                changes.add(new TenantChange.Put(router.withGateway(Optional.empty())));
                changes.addAll(closed(request, router));
                yield changes;
            }
            case WayOut.Through through -> {
                TenantNetwork network = checked(request, through);
                boolean isThere = router.gateway()
                        .filter(gateway -> gateway.network().equals(network.id()))
                        .isPresent();
                yield isThere
                        ? kept(request, router, router.gateway().orElseThrow(), through)
                        : opened(request, router, network, through);
            }
        };
    }

    private static TenantNetwork checked(Request request, WayOut.Through through) {
        if (!request.by().isAdmin() && through.sourceNat().isPresent()) {
            throw TenantRefusal.forbidden("update_router:external_gateway_info:enable_snat");
        } else if (!request.by().isAdmin() && through.addresses().isPresent()) {
            throw TenantRefusal.forbidden("update_router:external_gateway_info:external_fixed_ips");
        }
        TenantNetwork network = request.network(through.network());
        if (!network.external()) {
            throw TenantRefusal.bad("router", "Network " + network.id() + " is not an external network");
        }
        return network;
    }

    /** Another way out than before; the port of that one goes. */
    private static List<TenantChange> opened(
            Request request, TenantRouter router, TenantNetwork network, WayOut.Through through) {
        List<TenantChange> before = closed(request, router);
        RouterInterfaces.checkApart(
                request.state(),
                router.withGateway(Optional.empty()),
                request.state().subnetsOf(network.id()));
        Layer3Ports.Plan plan = new Layer3Ports.Plan(
                through.port(), network, network.project(), TenantPort.ROUTER_GATEWAY, router.id());
        FixedIps choice = new FixedIps(request.state(), network, Layer3Ports.mac(request, plan));
        List<FixedIp> ips =
                through.addresses().map(asked -> choice.asked(asked, List.of())).orElseGet(choice::usual);
        TenantPort port = Layer3Ports.made(request, plan, checked(request.state(), network, ips));
        List<TenantChange> changes = new ArrayList<>();
        changes.add(new TenantChange.Put(router.withGateway(Optional.of(
                new ExternalGateway(network.id(), port.id(), through.sourceNat().orElse(true))))));
        changes.add(new TenantChange.Put(port));
        changes.addAll(before);
        return changes;
    }

    /** The same way out, with other addresses if others are asked for. */
    private static List<TenantChange> kept(
            Request request, TenantRouter router, ExternalGateway gateway, WayOut.Through through) {
        List<TenantChange> changes = new ArrayList<>();
        changes.add(new TenantChange.Put(router.withGateway(Optional.of(new ExternalGateway(
                gateway.network(), gateway.port(), through.sourceNat().orElse(true))))));
        through.addresses().ifPresent(asked -> {
            TenantPort port = request.state().ports().find(gateway.port()).orElseThrow();
            TenantNetwork network = request.state().networkOf(gateway.network());
            TenantState without = request.state().with(new TenantChange.Removed(port));
            List<FixedIp> ips = new FixedIps(without, network, port.mac()).asked(asked, port.fixedIps());
            if (!ips.equals(port.fixedIps())) {
                changes.add(new TenantChange.Put(port.withFixedIps(
                        checked(without, network, ips), port.standard().changed(request.now()))));
            }
        });
        return changes;
    }

    private static List<TenantChange> closed(Request request, TenantRouter router) {
        if (router.gateway().isEmpty()) {
            return List.of();
        }
        ExternalGateway gateway = router.gateway().get();
        if (!request.state().floatingIpsOf(router.id()).isEmpty()) {
            throw TenantRefusal.conflict(
                    "RouterExternalGatewayInUseByFloatingIp",
                    "Gateway cannot be updated for router " + router.id() + ", since a gateway to external network "
                            + gateway.network() + " is required by one or more floating IPs.");
        }
        return List.of(new TenantChange.Removed(
                request.state().ports().find(gateway.port()).orElseThrow()));
    }

    /** Refuses addresses that are none, or that the router outside has. */
    private static List<FixedIp> checked(TenantState state, TenantNetwork network, List<FixedIp> ips) {
        if (ips.isEmpty()) {
            throw TenantRefusal.bad(
                    "router", "Network " + network.id() + " has no subnet from which a gateway could have an address");
        }
        ips.forEach(ip -> checkNotOutside(state, "router", ip));
        return ips;
    }

    /** Refuses the address that a subnet's hosts know as their gateway, which is not a tenant's to have. */
    static void checkNotOutside(TenantState state, String resource, FixedIp ip) {
        boolean isOutside = state.subnets()
                .find(ip.subnet())
                .flatMap(subnet -> subnet.gateway())
                .filter(ip.address()::equals)
                .isPresent();
        if (isOutside) {
            throw TenantRefusal.bad(resource, "External IP " + ip.address() + " is the same as the gateway IP");
        }
    }
}
