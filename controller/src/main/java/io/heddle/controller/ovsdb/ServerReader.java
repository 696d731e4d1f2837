package io.heddle.controller.ovsdb;

import static io.heddle.controller.ovsdb.SwitchTables.INTERFACE;

import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.ovsdb.data.Row;
import io.heddle.controller.state.IntegrationBridge;
import io.heddle.controller.state.PluggedInterface;
import io.heddle.controller.state.ServerFacts;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Reads what a machine is and has as a server of tenants, again and again as its database changes. After updates that are about nothing
 * but interfaces that others plugged into the integration bridge, only these interfaces are looked at: a server has hundreds of them,
 * and one that comes is told of in several updates.
 */
final class ServerReader {
    private final Replica replica;
    private Optional<ServerFacts> facts = Optional.empty();

    /** The interfaces on the integration bridge. */
    private Map<UUID, IntegrationDevice> devices = new HashMap<>();

    /** The ports that more than one interface says it is. */
    private Set<PortId> contested = Set.of();

    ServerReader(Replica replica) {
        this.replica = replica;
    }

    /**
     * What the database says now.
     *
     * @param facts what it says
     * @param isNew whether it said something else before
     * @param isOtherwiseSame whether nothing can have changed but what others plugged into the integration bridge
     */
    record News(ServerFacts facts, boolean isNew, boolean isOtherwiseSame) {}

    /** Reads what was touched since this was last asked. */
    News read() {
        Map<String, Set<UUID>> touched = replica.takeTouched();
        Optional<ServerFacts> before = facts;
        Optional<ServerFacts> patched = touched.keySet().equals(Set.of(INTERFACE))
                ? before.flatMap(said -> said.integration()
                        .flatMap(bridge -> patched(bridge.interfaces(), touched.getOrDefault(INTERFACE, Set.of()))
                                .map(plugged -> said.with(Optional.of(bridge.with(plugged))))))
                : Optional.empty();
        ServerFacts now = patched.orElseGet(this::whole);
        facts = Optional.of(now);
        return new News(now, !facts.equals(before), patched.isPresent());
    }

    /** What is plugged in after these interfaces changed; nothing when more depends on them, and then all has to be read. */
    private Optional<PersistentMap<PortId, PluggedInterface>> patched(
            PersistentMap<PortId, PluggedInterface> before, Set<UUID> touched) {
        PersistentMap<PortId, PluggedInterface> plugged = before;
        for (UUID uuid : touched) {
            Optional<IntegrationDevice> was = Optional.ofNullable(devices.get(uuid));
            Optional<IntegrationDevice> is = replica.row(INTERFACE, uuid).map(IntegrationDevice::of);
            if (!isOnlyPlugged(was) || !isOnlyPlugged(is)) {
                return Optional.empty();
            }
            devices.put(uuid, is.get());
            Optional<PluggedInterface> went = was.flatMap(IntegrationDevice::plugged);
            Optional<PluggedInterface> came = is.flatMap(IntegrationDevice::plugged);
            if (went.isPresent()) {
                plugged = plugged.without(went.get().iface());
            }
            boolean isContested = Stream.of(went, came)
                    .flatMap(Optional::stream)
                    .map(PluggedInterface::iface)
                    .anyMatch(contested::contains);
            if (isContested
                    || came.map(PluggedInterface::iface)
                            .filter(plugged::containsKey)
                            .isPresent()) {
                return Optional.empty();
            }
            if (came.isPresent()) {
                plugged = plugged.with(came.get().iface(), came.get());
            }
        }
        return Optional.of(plugged);
    }

    private static boolean isOnlyPlugged(Optional<IntegrationDevice> device) {
        return device.filter(IntegrationDevice::isOfOthers).isPresent();
    }

    private ServerFacts whole() {
        devices = new HashMap<>();
        contested = new HashSet<>();
        SortedMap<String, String> noted = new TreeMap<>();
        ServerTables.root(replica).ifPresent(row -> noted.putAll(row.texts("external_ids")));
        SortedSet<MacAddress> macs = new TreeSet<>();
        SortedSet<DatapathId> others = new TreeSet<>();
        ServerTables.otherBridges(replica)
                .forEach(bridge -> SwitchTables.dpid(bridge).ifPresent(dpid -> {
                    others.add(dpid);
                    SwitchTables.devices(replica, bridge)
                            .forEach(device -> SwitchTables.mac(device).ifPresent(mac -> macs.add(mac)));
                }));
        return new ServerFacts(
                SwitchTables.shortened(noted.getOrDefault("system-id", "")),
                SwitchTables.shortened(noted.getOrDefault("hostname", "")),
                Optional.ofNullable(noted.get("heddle-underlay"))
                        .flatMap(text -> SwitchTables.read(() -> Ipv4Address.parse(text))),
                "off".equals(noted.get("heddle-tenants")),
                macs,
                others,
                ServerTables.integrationBridge(replica)
                        .filter(ServerTables::isOurs)
                        .flatMap(this::described));
    }

    private Optional<IntegrationBridge> described(Row bridge) {
        SortedMap<NetworkType, PortNumber> tunnels = new TreeMap<>();
        SortedSet<Ipv4Address> sources = new TreeSet<>();
        Map<PortId, PluggedInterface> plugged = new HashMap<>();
        SortedMap<String, PortNumber> uplinks = new TreeMap<>();
        SortedMap<PortId, PortNumber> trunkEnds = new TreeMap<>();
        SortedMap<String, String> ends = new TreeMap<>();
        ServerTables.physicalBridges(replica)
                .forEach((physical, other) -> ends.put(ServerTables.endHere(SwitchTables.name(other)), physical));
        for (Row row : SwitchTables.devices(replica, bridge)) {
            IntegrationDevice device = IntegrationDevice.of(row);
            devices.put(row.uuid(), device);
            device.source().ifPresent(address -> sources.add(address));
            device.plugged().ifPresent(each -> plug(each, plugged));
            device.number().ifPresent(number -> {
                device.carries().ifPresent(type -> tunnels.put(type, number));
                device.end().map(end -> ends.get(end)).ifPresent(physical -> uplinks.put(physical, number));
                device.trunked().ifPresent(subport -> trunkEnds.put(subport, number));
            });
        }
        PersistentMap<PortId, PluggedInterface> before = facts.flatMap(ServerFacts::integration)
                .map(IntegrationBridge::interfaces)
                .orElse(PersistentMap.empty());
        return SwitchTables.dpid(bridge)
                .filter(IntegrationBridge::is)
                .map(id -> new IntegrationBridge(
                        id,
                        ServerTables.isUserspace(bridge),
                        sources.stream().findFirst(),
                        tunnels,
                        uplinks,
                        changed(before, plugged),
                        trunkEnds));
    }

    private void plug(PluggedInterface device, Map<PortId, PluggedInterface> plugged) {
        if (plugged.containsKey(device.iface())) {
            contested.add(device.iface());
        }
        plugged.merge(device.iface(), device, PluggedInterface::preferred);
    }

    /** A map that has what is in {@code now}, and shares with {@code before} what is the same there. */
    private static PersistentMap<PortId, PluggedInterface> changed(
            PersistentMap<PortId, PluggedInterface> before, Map<PortId, PluggedInterface> now) {
        PersistentMap<PortId, PluggedInterface> next = before;
        Map<PortId, PluggedInterface> added = new HashMap<>(now);
        for (Map.Entry<PortId, PluggedInterface> held : before.entrySet()) {
            PluggedInterface kept = added.remove(held.getKey());
            if (kept == null) {
                next = next.without(held.getKey());
            } else if (!kept.equals(held.getValue())) {
                next = next.with(held.getKey(), kept);
            }
        }
        for (Map.Entry<PortId, PluggedInterface> come : added.entrySet()) {
            next = next.with(come.getKey(), come.getValue());
        }
        return next;
    }
}
