package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.TenantWorld.ADMIN;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.request.TenantSettings.IdRange;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A world whose fabric ends at two physical networks, {@code physnet1} and {@code physnet2}; the administrator's external network on
 * the first has 203.0.113.0/29, so five addresses beside its gateway, 203.0.113.1.
 */
final class Layer3World {

    final TenantWorld world = new TenantWorld(settings());
    final NetworkId outside;
    final TenantSubnet outsideSubnet;

    Layer3World() {
        outside = world.made(ADMIN, external("physnet1")).id();
        outsideSubnet = world.made(ADMIN, world.subnet(outside, "203.0.113.0/29"));
    }

    private static TenantSettings settings() {
        TenantSettings usual = TenantSettings.defaults();
        TreeMap<String, List<IdRange>> vlan = new TreeMap<>(usual.vlan());
        vlan.put("physnet1", List.of(new IdRange(100, 101)));
        return new TenantSettings(
                usual.underlayMtu(),
                usual.usualType(),
                usual.vxlan(),
                usual.gre(),
                vlan,
                new TreeSet<>(List.of("physnet1", "physnet2")),
                RoutedPrefixes.NONE,
                Quota.usual().with(Map.of(ResourceType.ROUTER, 3)));
    }

    NetworkDraft external(String physicalNetwork) {
        return external(world.network(
                "outside", Optional.of(NetworkType.FLAT), Optional.of(physicalNetwork), Optional.empty()));
    }

    static NetworkDraft external(NetworkDraft draft) {
        return new NetworkDraft(
                draft.id(),
                draft.project(),
                draft.name(),
                draft.adminUp(),
                draft.shared(),
                true,
                draft.type(),
                draft.physicalNetwork(),
                draft.segmentationId(),
                draft.mtu(),
                draft.portSecurity(),
                draft.description(),
                new QosChoice.None());
    }

    TenantState state() {
        return world.state();
    }

    /** A network with a subnet of that block. */
    TenantSubnet inside(Requester owner, String cidr) {
        NetworkId network = world.made(owner, world.network(cidr)).id();
        return world.made(owner, world.subnet(network, cidr));
    }

    RouterDraft draft(WayOut wayOut) {
        return new RouterDraft(new RouterId(world.id()), Optional.empty(), "r", true, wayOut, "");
    }

    WayOut out(NetworkId network) {
        return new WayOut.Through(network, Optional.empty(), Optional.empty(), new PortId(world.id()));
    }

    WayOut out(NetworkId network, boolean sourceNat, String... addresses) {
        List<IpRequest> requests =
                List.of(addresses).stream().map(TenantWorld::address).toList();
        return new WayOut.Through(
                network,
                Optional.of(sourceNat),
                requests.isEmpty() ? Optional.empty() : Optional.of(requests),
                new PortId(world.id()));
    }

    TenantRouter router(Requester owner, WayOut wayOut) {
        RouterDraft draft = draft(wayOut);
        world.done(owner, new TenantCommand.CreateRouters(List.of(draft)));
        return router(draft.id());
    }

    TenantRouter router(RouterId id) {
        return state().routers().find(id).orElseThrow();
    }

    /** A router with an interface on {@code inside} and its gateway outside. */
    TenantRouter between(Requester owner, TenantSubnet inside) {
        TenantRouter router = router(owner, out(outside));
        world.done(owner, join(router.id(), inside.id()));
        return router(router.id());
    }

    TenantCommand join(RouterId router, SubnetId subnet) {
        return new TenantCommand.AddRouterInterface(router, interfaceOn(subnet), new PortId(world.id()));
    }

    TenantCommand join(RouterId router, PortId port) {
        return new TenantCommand.AddRouterInterface(router, interfaceAt(port), new PortId(world.id()));
    }

    static TenantCommand leave(RouterId router, SubnetId subnet) {
        return new TenantCommand.RemoveRouterInterface(router, interfaceOn(subnet));
    }

    static TenantCommand leave(RouterId router, PortId port) {
        return new TenantCommand.RemoveRouterInterface(router, interfaceAt(port));
    }

    private static InterfaceRequest interfaceOn(SubnetId subnet) {
        return new InterfaceRequest(Optional.empty(), Optional.of(subnet));
    }

    private static InterfaceRequest interfaceAt(PortId port) {
        return new InterfaceRequest(Optional.of(port), Optional.empty());
    }

    static TenantCommand change(RouterId router, WayOut wayOut) {
        return new TenantCommand.UpdateRouter(
                router,
                new RouterPatch(
                        Optional.empty(), Optional.empty(), Optional.of(wayOut), Optional.empty(), Optional.empty()),
                Optional.empty());
    }

    static TenantCommand routes(RouterId router, List<HostRoute> routes) {
        return new TenantCommand.UpdateRouter(
                router,
                new RouterPatch(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(routes), Optional.empty()),
                Optional.empty());
    }

    static HostRoute route(String destination, String hop) {
        return new HostRoute(Cidr.parse(destination), IpAddress.parse(hop));
    }

    static TenantCommand delete(RouterId router) {
        return new TenantCommand.DeleteRouter(router, Optional.empty());
    }

    static TenantCommand delete(PortId port) {
        return new TenantCommand.DeletePort(port, Optional.empty());
    }

    FloatingIpDraft floating(FloatingTarget target) {
        return floating(outside, Optional.empty(), Optional.empty(), target);
    }

    FloatingIpDraft floating(
            NetworkId network, Optional<SubnetId> subnet, Optional<IpAddress> address, FloatingTarget target) {
        return new FloatingIpDraft(
                new FloatingIpId(world.id()),
                new PortId(world.id()),
                Optional.empty(),
                network,
                subnet,
                address,
                target,
                "",
                new QosChoice.None());
    }

    static TenantCommand asking(FloatingIpDraft draft) {
        return new TenantCommand.CreateFloatingIps(List.of(draft));
    }

    static FloatingTarget at(PortId port, String... address) {
        return new FloatingTarget.At(
                port, List.of(address).stream().map(IpAddress::parse).findFirst());
    }

    FloatingIp made(Requester owner, FloatingTarget target) {
        FloatingIpDraft draft = floating(target);
        world.done(owner, asking(draft));
        return floatingIp(draft.id());
    }

    FloatingIp floatingIp(FloatingIpId id) {
        return state().floatingIps().find(id).orElseThrow();
    }

    static TenantCommand associate(FloatingIpId id, FloatingTarget target) {
        return new TenantCommand.UpdateFloatingIp(
                id, new FloatingIpPatch(Optional.of(target), Optional.empty(), Optional.empty()), Optional.empty());
    }

    TenantPort port(PortId id) {
        return state().ports().find(id).orElseThrow();
    }

    /** The ports that an accepted command put. */
    static List<TenantPort> ports(List<TenantChange> changes) {
        List<TenantPort> ports = new ArrayList<>();
        for (TenantChange change : changes) {
            if (change instanceof TenantChange.Put(TenantPort port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    /** A change of the attributes of a port that say what it is. */
    static TenantCommand patch(
            PortId port, Optional<List<IpRequest>> ips, Optional<String> deviceId, Optional<String> deviceOwner) {
        PortPatch patch = new PortPatch(
                Optional.of("renamed"),
                Optional.empty(),
                Optional.empty(),
                ips,
                deviceId,
                deviceOwner,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new TenantCommand.UpdatePort(port, patch, Optional.empty());
    }
}
