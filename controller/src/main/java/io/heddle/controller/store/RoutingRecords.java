package io.heddle.controller.store;

import io.heddle.controller.store.TenantRecords.Standard;
import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Routers and floating addresses as JSON. */
final class RoutingRecords {

    private RoutingRecords() {}

    record Gateway(String network, String port, boolean sourceNat) {}

    record Router(
            String id,
            String project,
            String name,
            boolean adminUp,
            @Nullable Gateway gateway,
            List<List<String>> routes,
            int number,
            Standard standard) {

        static Router of(TenantRouter router) {
            return new Router(
                    router.id().toString(),
                    router.project().value(),
                    router.name(),
                    router.adminUp(),
                    router.gateway()
                            .map(out -> new Gateway(
                                    out.network().toString(), out.port().toString(), out.sourceNat()))
                            .orElse(null),
                    router.routes().stream()
                            .map(route -> List.of(
                                    route.destination().toString(),
                                    route.nextHop().toString()))
                            .toList(),
                    router.number(),
                    Standard.of(router.standard()));
        }

        TenantRouter router() {
            return new TenantRouter(
                    RouterId.parse(id),
                    new ProjectId(project),
                    name,
                    adminUp,
                    Optional.ofNullable(gateway)
                            .map(out -> new ExternalGateway(
                                    NetworkId.parse(out.network), PortId.parse(out.port), out.sourceNat)),
                    routes.stream()
                            .map(route -> new HostRoute(Cidr.parse(route.get(0)), IpAddress.parse(route.get(1))))
                            .toList(),
                    number,
                    standard.attributes());
        }
    }

    record Target(String port, String address, String router) {}

    record Floating(
            String id,
            String project,
            String network,
            String address,
            String port,
            @Nullable Target target,
            Standard standard) {

        static Floating of(FloatingIp ip) {
            return new Floating(
                    ip.id().toString(),
                    ip.project().value(),
                    ip.network().toString(),
                    ip.address().toString(),
                    ip.port().toString(),
                    ip.target()
                            .map(target -> new Target(
                                    target.port().toString(),
                                    target.address().toString(),
                                    target.router().toString()))
                            .orElse(null),
                    Standard.of(ip.standard()));
        }

        FloatingIp floatingIp() {
            return new FloatingIp(
                    FloatingIpId.parse(id),
                    new ProjectId(project),
                    NetworkId.parse(network),
                    IpAddress.parse(address),
                    PortId.parse(port),
                    Optional.ofNullable(target)
                            .map(found -> new FloatingIp.Target(
                                    PortId.parse(found.port),
                                    IpAddress.parse(found.address),
                                    RouterId.parse(found.router))),
                    standard.attributes());
        }
    }
}
