package io.heddle.routing.tenant.explain;

import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.util.Optional;

/** As whom somebody is seen outside of all networks of tenants. */
final class Translation {

    private Translation() {}

    /** As whom {@code from} is seen outside; empty when the router has no address there of that version, and so leads nothing out. */
    static Optional<IpAddress> of(TenantState state, TenantRouter router, TenantPort source, IpAddress from) {
        if (from.version() == IpVersion.V6) {
            return own(state, router, from.version()).map(own -> from);
        }
        return state.floatingIpsOf(source.id()).stream()
                .filter(ip -> ip.target()
                        .filter(target ->
                                target.address().equals(from) && target.router().equals(router.id()))
                        .isPresent())
                .map(FloatingIp::address)
                .findFirst()
                .or(() -> own(state, router, from.version()).map(own -> isShared(router) ? own : from));
    }

    /** The floating address that a port holds, if that is what it is for. */
    static Optional<FloatingIp> floating(TenantState state, TenantPort holder) {
        return holder.deviceOwner().equals(TenantPort.FLOATING_IP)
                ? state.floatingIps().find(FloatingIpId.parse(holder.deviceId()))
                : Optional.empty();
    }

    /** A port behind a floating address, and what it is asked for. */
    record Inside(PortId port, Service service) {}

    /** Whom something for a floating address is for. */
    static Optional<Inside> inside(FloatingIp ip, Service service) {
        return ip.target()
                .map(target -> new Inside(target.port(), service))
                .or(() -> ip.forwardings().stream()
                        .flatMap(each -> inside(each, service).stream())
                        .findFirst());
    }

    private static Optional<Inside> inside(PortForwarding forwarding, Service service) {
        return service instanceof Service.Port(IpProtocol protocol, int number)
                        && protocol == forwarding.protocol()
                        && forwarding.external().contains(number)
                ? Optional.of(
                        new Inside(forwarding.inside().port(), new Service.Port(protocol, forwarding.inward(number))))
                : Optional.empty();
    }

    private static boolean isShared(TenantRouter router) {
        return router.gateway().filter(ExternalGateway::sourceNat).isPresent();
    }

    private static Optional<IpAddress> own(TenantState state, TenantRouter router, IpVersion version) {
        return router.gateway()
                .flatMap(gateway -> state.ports().find(gateway.port()))
                .flatMap(port -> port.fixedIps().stream()
                        .map(FixedIp::address)
                        .filter(address -> address.version() == version)
                        .findFirst());
    }
}
