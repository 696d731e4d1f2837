package io.heddle.routing.tenant.isolation;

import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.plan.ExternalNeighbours;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.RouterExit;
import io.heddle.routing.tenant.plan.TenantServer;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What was asked for, and how things stand.
 *
 * @param state what tenants asked for
 * @param servers the servers
 * @param locations where the interfaces of ports are
 * @param troubled the ports of which it is said that they do not work, or not for everybody
 * @param exits where routers are on external networks, of those of which it is said that they have a way out
 * @param neighbours who was found on external networks
 * @param fabric what the fabric routes for tenants
 */
public record Standing(
        TenantState state,
        SortedMap<DatapathId, TenantServer> servers,
        SortedMap<PortId, ConnectPoint> locations,
        Set<PortId> troubled,
        SortedMap<RouterId, RouterExit> exits,
        ExternalNeighbours neighbours,
        RoutedFabric fabric) {

    public Standing {
        servers = Collections.unmodifiableSortedMap(servers);
        locations = Collections.unmodifiableSortedMap(locations);
        troubled = Set.copyOf(troubled);
        exits = Collections.unmodifiableSortedMap(exits);
    }

    /** As a plan for that state and those servers says. */
    public static Standing of(
            TenantState state,
            SortedMap<DatapathId, TenantServer> servers,
            OverlayPlan plan,
            ExternalNeighbours neighbours) {
        return new Standing(
                state,
                servers,
                plan.locations(),
                plan.troubles().keySet(),
                plan.exits(),
                neighbours,
                RoutedFabric.of(plan));
    }

    /** The same, where the fabric does not route some addresses, so that their ports do not work for everybody. */
    public Standing without(Set<Ipv4Address> unrouted) {
        Set<PortId> more = new TreeSet<>(troubled);
        for (PortId id : locations.keySet()) {
            state.ports()
                    .find(id)
                    .filter(port -> RoutedPermissions.is(state.networkOf(port.network())))
                    .filter(port -> Senders.addresses(port).stream()
                            .flatMap(address -> address.asIpv4().stream())
                            .anyMatch(unrouted::contains))
                    .ifPresent(port -> more.add(id));
        }
        return new Standing(state, servers, locations, more, exits, neighbours, fabric.without(unrouted));
    }

    /** Whether it is not said of a port that it does not work. */
    boolean works(PortId port) {
        return locations.containsKey(port) && !troubled.contains(port);
    }

    /** The bridge on which a port's interface is. */
    Optional<DatapathId> bridge(PortId port) {
        return Optional.ofNullable(locations.get(port)).map(ConnectPoint::dpid);
    }

    /** Whether frames of that segment can get from one server to the other. */
    boolean isJoined(DatapathId one, DatapathId other, Segment segment) {
        return one.equals(other) || (carries(one, segment) && carries(other, segment));
    }

    private boolean carries(DatapathId bridge, Segment segment) {
        TenantServer server = servers.get(bridge);
        if (server == null) {
            return false;
        }
        if (!segment.physicalNetwork().isEmpty()) {
            return server.uplinks().containsKey(segment.physicalNetwork());
        }
        NetworkType type = segment.type() == NetworkType.ROUTED ? NetworkType.VLAN : segment.type();
        return server.tunnels().containsKey(type)
                && Collections.frequency(
                                server.tunnels().values(), server.tunnels().get(type))
                        == 1
                && isAddressed(server);
    }

    private boolean isAddressed(TenantServer server) {
        return !server.underlay().equals(Ipv4Address.UNSPECIFIED)
                && servers.values().stream()
                                .filter(other -> other.underlay().equals(server.underlay()))
                                .count()
                        == 1;
    }
}
