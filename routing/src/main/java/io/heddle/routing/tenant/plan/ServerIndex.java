package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.PortId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.sorted.PersistentMap;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The servers, by what is asked about them.
 *
 * @param servers by bridge
 * @param plugs where the interfaces of each port are
 * @param addresses which bridges have each fabric address
 * @param uplinks which bridges have a port to each physical network
 */
record ServerIndex(
        PersistentMap<DatapathId, TenantServer> servers,
        PersistentMap<PortId, PersistentMap<DatapathId, Plug>> plugs,
        PersistentMap<Ipv4Address, PersistentMap<DatapathId, DatapathId>> addresses,
        PersistentMap<String, PersistentMap<DatapathId, DatapathId>> uplinks) {

    static final ServerIndex EMPTY =
            new ServerIndex(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    /** An index of other servers, and the ports for which something is not as it was. */
    record Step(ServerIndex index, SortedSet<DatapathId> servers, SortedSet<PortId> ports) {}

    /** Where the interfaces of a port are; empty when it is not plugged. */
    PersistentMap<DatapathId, Plug> plugsOf(PortId port) {
        return plugs.getOrDefault(port, PersistentMap.empty());
    }

    /** How frames get from and to a server that is there. */
    Ways ways(DatapathId bridge) {
        TenantServer server = servers.find(bridge).orElseThrow();
        return new Ways(
                bridge,
                server.underlay(),
                server.tunnels(),
                server.uplinks(),
                new TreeSet<>(addressed(server.underlay()).keySet()));
    }

    /** The servers that can be ways out of tenants' networks to a physical network. */
    SortedMap<DatapathId, Ways> outlets(String physical) {
        SortedMap<DatapathId, Ways> outlets = new TreeMap<>();
        for (DatapathId bridge :
                uplinks.getOrDefault(physical, PersistentMap.empty()).keySet()) {
            Ways ways = ways(bridge);
            if (ways.isAddressed()
                    && servers.find(bridge).filter(TenantServer::isAlive).isPresent()) {
                outlets.put(bridge, ways);
            }
        }
        return outlets;
    }

    /** The index of {@code later} servers. */
    Step next(PersistentMap<DatapathId, TenantServer> later) {
        SortedSet<DatapathId> changed = new TreeSet<>();
        servers.forEachDifference(later, bridge -> changed.add(bridge));
        ServerIndex index = new ServerIndex(later, plugs, addresses, uplinks(changed, later));
        SortedSet<PortId> ports = new TreeSet<>();
        for (DatapathId bridge : changed) {
            index = index.replacing(bridge, servers.find(bridge), later.find(bridge), ports);
        }
        return new Step(index, changed, ports);
    }

    private PersistentMap<String, PersistentMap<DatapathId, DatapathId>> uplinks(
            SortedSet<DatapathId> changed, PersistentMap<DatapathId, TenantServer> later) {
        PersistentMap<String, PersistentMap<DatapathId, DatapathId>> now = uplinks;
        for (DatapathId bridge : changed) {
            for (String physical : uplinks(servers.find(bridge)).keySet()) {
                PersistentMap<DatapathId, DatapathId> left = now.getOrDefault(
                                physical, PersistentMap.<DatapathId, DatapathId>empty())
                        .without(bridge);
                now = left.isEmpty() ? now.without(physical) : now.with(physical, left);
            }
            for (String physical : uplinks(later.find(bridge)).keySet()) {
                PersistentMap<DatapathId, DatapathId> others = now.getOrDefault(physical, PersistentMap.empty());
                now = now.with(physical, others.with(bridge, bridge));
            }
        }
        return now;
    }

    private static SortedMap<String, PortNumber> uplinks(Optional<TenantServer> server) {
        return server.map(TenantServer::uplinks).orElse(new TreeMap<>());
    }

    private ServerIndex replacing(
            DatapathId bridge, Optional<TenantServer> before, Optional<TenantServer> after, Set<PortId> touched) {
        PersistentMap<PortId, Plug> plugsBefore = before.map(ServerIndex::plugs).orElse(PersistentMap.empty());
        PersistentMap<PortId, Plug> plugsAfter = after.map(ServerIndex::plugs).orElse(PersistentMap.empty());
        Set<PortId> moved = new HashSet<>();
        plugsBefore.forEachDifference(plugsAfter, moved::add);
        trunkEnds(before).forEachDifference(trunkEnds(after), touched::add);
        PersistentMap<PortId, PersistentMap<DatapathId, Plug>> plugsNow = plugs;
        for (PortId port : new TreeSet<>(moved)) {
            PersistentMap<DatapathId, Plug> others = plugsNow.getOrDefault(port, PersistentMap.empty());
            PersistentMap<DatapathId, Plug> now = plugsAfter
                    .find(port)
                    .map(plug -> others.with(bridge, plug))
                    .orElseGet(() -> others.without(bridge));
            plugsNow = now.isEmpty() ? plugsNow.without(port) : plugsNow.with(port, now);
        }
        touched.addAll(moved);
        ServerIndex plugged = new ServerIndex(servers, plugsNow, addresses, uplinks);
        return isSentToAlike(before, after) ? plugged : plugged.readdressing(before, after, touched);
    }

    private static PersistentMap<PortId, PortNumber> trunkEnds(Optional<TenantServer> server) {
        return server.map(each -> PersistentMap.copyOf(each.trunkEnds())).orElse(PersistentMap.empty());
    }

    private static boolean isSentToAlike(Optional<TenantServer> before, Optional<TenantServer> after) {
        return before.map(TenantServer::underlay).equals(after.map(TenantServer::underlay))
                && before.map(TenantServer::tunnels).equals(after.map(TenantServer::tunnels))
                && before.map(TenantServer::uplinks).equals(after.map(TenantServer::uplinks));
    }

    /** Touches all that is plugged into this server, and into those that share its address before or after. */
    private ServerIndex readdressing(Optional<TenantServer> before, Optional<TenantServer> after, Set<PortId> touched) {
        PersistentMap<Ipv4Address, PersistentMap<DatapathId, DatapathId>> now = addresses;
        if (before.isPresent()) {
            Ipv4Address address = before.get().underlay();
            PersistentMap<DatapathId, DatapathId> left =
                    addressed(address).without(before.get().bridge());
            touch(left, touched);
            now = left.isEmpty() ? now.without(address) : now.with(address, left);
        }
        if (after.isPresent()) {
            touched.addAll(after.get().plugged().keySet());
            Ipv4Address address = after.get().underlay();
            PersistentMap<DatapathId, DatapathId> others = now.getOrDefault(address, PersistentMap.empty());
            touch(others, touched);
            DatapathId bridge = after.get().bridge();
            now = address.equals(Ipv4Address.UNSPECIFIED) ? now : now.with(address, others.with(bridge, bridge));
        }
        return new ServerIndex(servers, plugs, now, uplinks);
    }

    private void touch(PersistentMap<DatapathId, DatapathId> bridges, Set<PortId> touched) {
        bridges.keySet()
                .forEach(bridge -> servers.find(bridge)
                        .ifPresent(server -> touched.addAll(server.plugged().keySet())));
    }

    private PersistentMap<DatapathId, DatapathId> addressed(Ipv4Address address) {
        return addresses.getOrDefault(address, PersistentMap.empty());
    }

    /** The plugs of one server: of several that claim a number only the first has it, and none that a tunnel, uplink or cable has. */
    private static PersistentMap<PortId, Plug> plugs(TenantServer server) {
        Set<PortNumber> taken = new HashSet<>(server.tunnels().values());
        taken.addAll(server.uplinks().values());
        taken.addAll(server.trunkEnds().values());
        SortedMap<PortId, Plug> plugs = new TreeMap<>();
        server.plugged().forEach((port, number) -> plugs.put(port, new Plug(number, taken.add(number))));
        return PersistentMap.copyOf(plugs);
    }
}
