package io.heddle.routing.tenant.trace;

import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.plan.OverlayOptions;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.TenantServer;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The integration bridges of all servers at one moment.
 *
 * @param tenants what tenants had asked for when it was planned
 * @param plan what the bridges should hold
 * @param servers the servers that were planned for, by bridge
 * @param tunnelling how each makes the outer packets of its tunnels
 * @param names what people call the servers, by bridge
 */
public record Overlay(
        TenantState tenants,
        OverlayPlan plan,
        SortedMap<DatapathId, TenantServer> servers,
        SortedMap<DatapathId, Tunnelling> tunnelling,
        SortedMap<DatapathId, String> names) {

    /**
     * How a server makes the outer packets of its tunnels.
     *
     * @param isUserspace whether Open vSwitch's userspace datapath does, and not the kernel
     * @param hash the hash function of its Open vSwitch, once that was found out
     */
    public record Tunnelling(boolean isUserspace, Optional<HashVariant> hash) {}

    /** No server. */
    public static Overlay none() {
        OverlayPlan nothing = OverlayPlan.of(TenantState.empty(), new TreeMap<>(), OverlayOptions.defaults());
        return new Overlay(TenantState.empty(), nothing, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    public Overlay {
        servers = Collections.unmodifiableSortedMap(new TreeMap<>(servers));
        tunnelling = Collections.unmodifiableSortedMap(new TreeMap<>(tunnelling));
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
    }

    /** What people call the server of that bridge. */
    public String name(DatapathId bridge) {
        return names.getOrDefault(bridge, bridge.toString());
    }

    /** The port whose interface is at that place, if it is one. */
    public Optional<PortId> portAt(ConnectPoint place) {
        return plan.locations().entrySet().stream()
                .filter(entry -> entry.getValue().equals(place))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The server with that fabric address, if it is planned for. */
    Optional<TenantServer> serverAt(Ipv4Address underlay) {
        return servers.values().stream()
                .filter(server ->
                        server.underlay().equals(underlay) && plan.switches().containsKey(server.bridge()))
                .findFirst();
    }

    /** The type of the networks whose frames go by that port of a server between servers. */
    Optional<NetworkType> carriedBy(DatapathId bridge, PortNumber port) {
        return Optional.ofNullable(servers.get(bridge)).stream()
                .flatMap(server -> server.tunnels().entrySet().stream())
                .filter(tunnel -> tunnel.getValue().equals(port))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The physical network that port of a server leads to. */
    Optional<String> uplink(DatapathId bridge, PortNumber port) {
        return Optional.ofNullable(servers.get(bridge)).stream()
                .flatMap(server -> server.uplinks().entrySet().stream())
                .filter(uplink -> uplink.getValue().equals(port))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
