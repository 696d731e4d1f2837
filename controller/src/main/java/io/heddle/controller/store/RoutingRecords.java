package io.heddle.controller.store;

import io.heddle.controller.store.TenantRecords.Standard;
import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortSpan;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.QosPolicyId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

    record Target(String port, String address, String router) {

        static Target of(FloatingIp.Target target) {
            return new Target(
                    target.port().toString(),
                    target.address().toString(),
                    target.router().toString());
        }

        FloatingIp.Target target() {
            return new FloatingIp.Target(PortId.parse(port), IpAddress.parse(address), RouterId.parse(router));
        }
    }

    record Forwarding(
            String id,
            String protocol,
            int externalPort,
            Target inside,
            int internalPort,
            @Nullable Integer size,
            String description) {

        static Forwarding of(PortForwarding forwarding) {
            return new Forwarding(
                    forwarding.id().toString(),
                    forwarding.protocol().apiName(),
                    forwarding.external().first(),
                    Target.of(forwarding.inside()),
                    forwarding.internal().first(),
                    forwarding.external().isSingle()
                            ? null
                            : forwarding.external().size(),
                    forwarding.description());
        }

        PortForwarding forwarding() {
            return new PortForwarding(
                    UUID.fromString(id),
                    protocol.equals(IpProtocol.TCP.apiName()) ? IpProtocol.TCP : IpProtocol.UDP,
                    from(externalPort),
                    inside.target(),
                    from(internalPort),
                    description);
        }

        private PortSpan from(int first) {
            return new PortSpan(first, size == null ? first : first + size - 1);
        }
    }

    record Limit(String policy, int number) {}

    record Floating(
            String id,
            String project,
            String network,
            String address,
            String port,
            @Nullable Target target,
            @Nullable Limit limit,
            @Nullable List<Forwarding> forwardings,
            Standard standard) {

        static Floating of(FloatingIp ip) {
            return new Floating(
                    ip.id().toString(),
                    ip.project().value(),
                    ip.network().toString(),
                    ip.address().toString(),
                    ip.port().toString(),
                    ip.target().map(Target::of).orElse(null),
                    ip.limit()
                            .map(limit -> new Limit(limit.policy().toString(), limit.number()))
                            .orElse(null),
                    ip.forwardings().stream().map(Forwarding::of).toList(),
                    Standard.of(ip.standard()));
        }

        FloatingIp floatingIp() {
            return new FloatingIp(
                    FloatingIpId.parse(id),
                    new ProjectId(project),
                    NetworkId.parse(network),
                    IpAddress.parse(address),
                    PortId.parse(port),
                    Optional.ofNullable(target).map(Target::target),
                    Optional.ofNullable(limit)
                            .map(found -> new FloatingIp.Limit(QosPolicyId.parse(found.policy), found.number)),
                    forwardings == null
                            ? List.of()
                            : forwardings.stream().map(Forwarding::forwarding).toList(),
                    standard.attributes());
        }
    }
}
