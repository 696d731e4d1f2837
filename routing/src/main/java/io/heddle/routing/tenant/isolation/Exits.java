package io.heddle.routing.tenant.isolation;

import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.plan.RouterExit;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where routers lead out, and in whose name. */
final class Exits {

    private Exits() {}

    /**
     * A router's way out.
     *
     * @param place where it is
     * @param shared the router's address there, if hosts without a floating address go out with it
     * @param prefixes those whose hosts go out with their own addresses, and are reached by them
     * @param floating those that stand for hosts behind the router
     */
    record Exit(RouterExit place, Optional<IpAddress> shared, List<Cidr> prefixes, List<Target> floating) {}

    /**
     * Whom a floating address stands for.
     *
     * @param outside the floating address
     * @param inside the address that it stands for
     * @param mac at which MAC address it is found
     * @param bridge where it is translated
     * @param table where the router between them leads
     */
    record Target(IpAddress outside, IpAddress inside, MacAddress mac, DatapathId bridge, RouteTable table) {}

    /** That of a router, if it has one and is said to lead out. */
    static Optional<Exit> of(RouterId id, Standing standing, RouteTable table) {
        Optional<RouterExit> place = Optional.ofNullable(standing.exits().get(id));
        Optional<ExternalGateway> gateway = standing.state().routers().find(id).flatMap(TenantRouter::gateway);
        if (place.isEmpty() || gateway.isEmpty()) {
            return Optional.empty();
        }
        List<IpAddress> own = standing.state().ports().find(gateway.get().port()).stream()
                .flatMap(each -> Senders.addresses(each).stream())
                .toList();
        boolean isShared = gateway.get().sourceNat();
        return Optional.of(new Exit(
                place.get(),
                of(own, IpVersion.V4).filter(address -> isShared),
                table.destinations().stream()
                        .filter(cidr -> cidr.length() > 0
                                && of(own, cidr.version()).isPresent()
                                && !(isShared && cidr.version() == IpVersion.V4))
                        .toList(),
                floating(id, place.get(), standing, table)));
    }

    private static Optional<IpAddress> of(List<IpAddress> addresses, IpVersion version) {
        return addresses.stream()
                .filter(address -> address.version() == version)
                .findFirst();
    }

    /** Routers that lead out by an external network, and lead in what is for their prefixes. */
    static Map<RouterId, Exit> leadingIn(NetworkId network, Standing standing) {
        Map<RouterId, Exit> exits = new LinkedHashMap<>();
        standing.exits().forEach((id, place) -> {
            if (place.network().equals(network)) {
                standing.state()
                        .routers()
                        .find(id)
                        .flatMap(router -> of(id, standing, RouteTable.of(router, standing.state())))
                        .ifPresent(exit -> exits.put(id, exit));
            }
        });
        return exits;
    }

    private static List<Target> floating(RouterId id, RouterExit place, Standing standing, RouteTable table) {
        List<Target> floating = new ArrayList<>();
        for (FloatingIp ip : standing.state().floatingIpsOf(id)) {
            ip.target()
                    .map(FloatingIp.Target::address)
                    .filter(table::isBeside)
                    .ifPresent(inside ->
                            floating.add(new Target(ip.address(), inside, place.mac(), place.bridge(), table)));
        }
        return floating;
    }

    /** All floating addresses of an external network that stand for somebody. */
    static List<Target> floating(NetworkId network, Standing standing) {
        List<Target> floating = new ArrayList<>();
        for (Map.Entry<RouterId, RouterExit> entry : standing.exits().entrySet()) {
            if (entry.getValue().network().equals(network)) {
                standing.state()
                        .routers()
                        .find(entry.getKey())
                        .ifPresent(router -> floating.addAll(floating(
                                router.id(), entry.getValue(), standing, RouteTable.of(router, standing.state()))));
            }
        }
        return floating;
    }

    /**
     * A port of a floating address that leads to one of a host.
     *
     * @param mac at which MAC address it is found
     */
    record Forwarded(IpAddress outside, MacAddress mac, PortForwarding by) {}

    /** All ports of floating addresses of an external network that lead to hosts. */
    static List<Forwarded> forwarded(NetworkId network, Standing standing) {
        List<Forwarded> forwarded = new ArrayList<>();
        standing.exits().forEach((router, place) -> {
            if (place.network().equals(network)) {
                standing.state()
                        .floatingIpsOf(router)
                        .forEach(ip -> ip.forwardings()
                                .forEach(each -> forwarded.add(new Forwarded(ip.address(), place.mac(), each))));
            }
        });
        return forwarded;
    }

    /** Whether it is known who leads on from an external network: the gateway of the first of its subnets that has one of that version. */
    static boolean isLed(NetworkId network, IpVersion version, Standing standing) {
        return standing.state().subnetsOf(network).stream()
                .flatMap(subnet -> subnet.gateway().stream())
                .filter(address -> address.version() == version)
                .findFirst()
                .filter(address -> standing.neighbours().on(network).containsKey(address))
                .isPresent();
    }
}
