package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.RoutedLimits;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.routing.tenant.TrunkId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.VlanId;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tenants and servers that a test puts together, with identifiers that count up. */
final class Cloud extends WantedServices {

    static final PortNumber VXLAN_PORT = new PortNumber(1000);
    static final PortNumber GRE_PORT = new PortNumber(1001);
    static final PortNumber VLAN_PORT = new PortNumber(1002);
    static final PortNumber UPLINK = new PortNumber(1003);
    static final String RACK = "rack";

    /** The addresses that the fabric routes. */
    static final IpPrefix ROUTED = IpPrefix.parse("172.20.0.0/16");

    private static final OverlayOptions OPTIONS = OverlayOptions.defaults()
            .withRouted(new RoutedSpace(
                    PlanOptions.GATEWAY_MAC, new TreeSet<>(List.of(ROUTED)), RoutedLimits.BLOCK_LENGTH));

    private PersistentMap<DatapathId, TenantServer> servers = PersistentMap.empty();

    PersistentMap<DatapathId, TenantServer> servers() {
        return servers;
    }

    OverlayPlan plan() {
        return OverlayPlan.of(state(), servers, OPTIONS);
    }

    OverlayPlan after(OverlayPlan plan) {
        return plan.next(state(), servers);
    }

    /** A server with both tunnels, a port for tagged frames, and an address made of its number. */
    DatapathId server(int number) {
        SortedMap<NetworkType, PortNumber> tunnels = new TreeMap<>(
                Map.of(NetworkType.VXLAN, VXLAN_PORT, NetworkType.GRE, GRE_PORT, NetworkType.VLAN, VLAN_PORT));
        return server(number, Ipv4Address.of(10, 0, number >> 8, number & 255), tunnels);
    }

    DatapathId server(int number, Ipv4Address underlay, SortedMap<NetworkType, PortNumber> tunnels) {
        DatapathId bridge = bridge(number);
        SortedMap<PortId, PortNumber> plugged =
                servers.find(bridge).map(TenantServer::plugged).orElse(new TreeMap<>());
        servers = servers.with(bridge, new TenantServer(bridge, underlay, tunnels, new TreeMap<>(), false, plugged));
        return bridge;
    }

    /** A server that is on the physical network {@link #RACK} too, and alive or not. */
    DatapathId gateway(int number, boolean isAlive) {
        DatapathId bridge = server(number);
        uplinked(bridge, isAlive);
        return bridge;
    }

    /** That server is on {@link #RACK} too, and alive. */
    void uplinked(DatapathId bridge) {
        uplinked(bridge, true);
    }

    private void uplinked(DatapathId bridge, boolean isAlive) {
        TenantServer server = servers.find(bridge).orElseThrow();
        servers = servers.with(
                bridge,
                new TenantServer(
                        bridge,
                        server.underlay(),
                        server.tunnels(),
                        new TreeMap<>(Map.of(RACK, UPLINK)),
                        isAlive,
                        server.plugged()));
    }

    private TenantServer plugging(DatapathId bridge, SortedMap<PortId, PortNumber> plugged) {
        TenantServer server = servers.find(bridge).orElseThrow();
        return new TenantServer(
                bridge,
                server.underlay(),
                server.tunnels(),
                server.uplinks(),
                server.isAlive(),
                plugged,
                server.trunkEnds());
    }

    /** Gives a subport its cable on a server, with these numbers: its interface, and the end at the trunk. */
    void cable(PortId subport, DatapathId bridge, int near, int far) {
        plug(subport, bridge, near);
        TenantServer server = servers.find(bridge).orElseThrow();
        servers = servers.with(
                bridge,
                new TenantServer(
                        bridge,
                        server.underlay(),
                        server.tunnels(),
                        server.uplinks(),
                        server.isAlive(),
                        server.plugged(),
                        PersistentMap.copyOf(server.trunkEnds()).with(subport, new PortNumber(far))));
    }

    /** A trunk on {@code parent}, with its subports by VLAN id. */
    TenantTrunk trunk(TenantPort parent, Map<Integer, TenantPort> subports) {
        SortedMap<VlanId, PortId> ports = new TreeMap<>();
        subports.forEach((vlan, port) -> ports.put(new VlanId(vlan), port.id()));
        return put(new TenantTrunk(
                new TrunkId(parent.id().value()), parent.project(), "", parent.id(), true, ports, parent.standard()));
    }

    static DatapathId bridge(int number) {
        return new DatapathId(0x4844_0000_0000_0000L + number);
    }

    void gone(DatapathId bridge) {
        servers = servers.without(bridge);
    }

    /** Plugs an interface for a port into a server; returns its number, the lowest that is free. */
    PortNumber plug(PortId port, DatapathId bridge) {
        List<PortNumber> taken =
                new ArrayList<>(servers.find(bridge).orElseThrow().plugged().values());
        int number = 1;
        while (taken.contains(new PortNumber(number))) {
            number++;
        }
        return plug(port, bridge, number);
    }

    PortNumber plug(PortId port, DatapathId bridge, int number) {
        TenantServer server = servers.find(bridge).orElseThrow();
        PersistentMap<PortId, PortNumber> plugged = PersistentMap.copyOf(server.plugged());
        servers = servers.with(bridge, plugging(bridge, plugged.with(port, new PortNumber(number))));
        return new PortNumber(number);
    }

    void unplug(PortId port, DatapathId bridge) {
        TenantServer server = servers.find(bridge).orElseThrow();
        PersistentMap<PortId, PortNumber> plugged = PersistentMap.copyOf(server.plugged());
        servers = servers.with(bridge, plugging(bridge, plugged.without(port)));
    }
}
