package io.heddle.controller.ovsdb;

import static io.heddle.controller.ovsdb.SwitchTables.BRIDGE;
import static io.heddle.controller.ovsdb.SwitchTables.MANAGER;
import static io.heddle.controller.ovsdb.SwitchTables.MARK;
import static io.heddle.controller.ovsdb.SwitchTables.ROOT;

import io.heddle.controller.ovsdb.data.Atom;
import io.heddle.controller.ovsdb.data.OvsdbValue;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads from a replica what its machine is and has as a server of tenants; pure. */
final class ServerTables {

    /** What the integration bridge is called, here and by those who plug interfaces into it. */
    static final String INTEGRATION_BRIDGE = "br-int";

    /** The end of the cable to the fabric's bridge that is on the integration bridge; tagged frames go by it. */
    static final String FABRIC_END = MARK + "-fabric";

    /** The end on the fabric's bridge. */
    static final String SERVER_END = MARK + "-int";

    private static final String FABRIC = "fabric";
    private static final String USERSPACE = "netdev";

    /** How the names of cables to other bridges begin, at their ends here and there. */
    private static final String HERE = MARK + "-to-";

    private static final String THERE = MARK + "-of-";
    private static final Pattern MANAGER_TARGET =
            Pattern.compile("(tcp|ssl):(\\[[^\\[\\]]+]|[^:\\[\\]]+)(?::([0-9]{1,5}))?");
    private static final String USUAL_PORT = "6640";

    private static final Row.Reading<Boolean> OURS =
            new Row.Reading<>(row -> row.texts("external_ids").containsKey(MARK));

    private ServerTables() {}

    /** The name of the tunnel port of networks of that type. */
    static String tunnelName(NetworkType type) {
        return MARK + "-" + type.apiName();
    }

    /** What the database says; {@code before} is what it said last, of which parts are kept that are the same. */
    static ServerFacts read(Replica replica, Optional<ServerFacts> before) {
        SortedMap<String, String> noted = new TreeMap<>();
        root(replica).ifPresent(row -> noted.putAll(row.texts("external_ids")));
        SortedSet<MacAddress> macs = new TreeSet<>();
        SortedSet<DatapathId> others = new TreeSet<>();
        otherBridges(replica)
                .forEach(bridge -> SwitchTables.dpid(bridge).ifPresent(dpid -> {
                    others.add(dpid);
                    SwitchTables.devices(replica, bridge)
                            .forEach(device -> SwitchTables.mac(device).ifPresent(mac -> macs.add(mac)));
                }));
        PersistentMap<PortId, PluggedInterface> plugged = before.flatMap(ServerFacts::integration)
                .map(IntegrationBridge::interfaces)
                .orElse(PersistentMap.empty());
        return new ServerFacts(
                SwitchTables.shortened(noted.getOrDefault("system-id", "")),
                SwitchTables.shortened(noted.getOrDefault("hostname", "")),
                Optional.ofNullable(noted.get("heddle-underlay"))
                        .flatMap(text -> SwitchTables.read(() -> Ipv4Address.parse(text))),
                "off".equals(noted.get("heddle-tenants")),
                macs,
                others,
                integrationBridge(replica)
                        .filter(ServerTables::isOurs)
                        .flatMap(row -> described(replica, row, plugged)));
    }

    /** The one row that describes the database's machine. */
    static Optional<Row> root(Replica replica) {
        return replica.table(ROOT).values().stream().findFirst();
    }

    /** The bridge that has the integration bridge's name, whoever made it. */
    static Optional<Row> integrationBridge(Replica replica) {
        return replica.table(BRIDGE).values().stream()
                .filter(ServerTables::isIntegration)
                .findFirst();
    }

    /**
     * The bridge to the fabric: the one that {@code external_ids:heddle-bridge-mappings} names for the physical network {@code fabric},
     * as in {@code fabric:br-phy}, or else the one whose own interface has the MAC address by which the fabric knows the machine.
     */
    static Optional<Row> fabricBridge(Replica replica, Optional<MacAddress> uplink) {
        Optional<String> mapped = Optional.ofNullable(mappings(replica).get(FABRIC));
        return otherBridges(replica)
                .filter(bridge -> mapped.isPresent()
                        ? mapped.get().equals(SwitchTables.name(bridge))
                        : uplink.isPresent() && hasAddress(replica, bridge, uplink.get()))
                .findFirst();
    }

    /**
     * The bridges to physical networks other than the fabric, by the name of the network, as {@code external_ids:heddle-bridge-mappings}
     * names them; of several names for one bridge only the first counts, and none for a bridge that is not there.
     */
    static SortedMap<String, Row> physicalBridges(Replica replica) {
        SortedMap<String, Row> found = new TreeMap<>();
        mappings(replica)
                .forEach((physical, name) -> otherBridges(replica)
                        .filter(bridge -> SwitchTables.name(bridge).equals(name))
                        .filter(bridge -> !physical.equals(FABRIC) && !found.containsValue(bridge))
                        .findFirst()
                        .ifPresent(bridge -> found.put(physical, bridge)));
        return found;
    }

    private static SortedMap<String, String> mappings(Replica replica) {
        SortedMap<String, String> mappings = new TreeMap<>();
        String text = root(replica)
                .map(row -> row.texts("external_ids").getOrDefault("heddle-bridge-mappings", ""))
                .orElse("");
        for (String part : text.split(",", -1)) {
            String[] pair = part.strip().split(":", 2);
            if (pair.length == 2 && !pair[0].isEmpty()) {
                mappings.putIfAbsent(pair[0], pair[1]);
            }
        }
        return mappings;
    }

    /** The end on the integration bridge of the cable to the bridge of that name. */
    static String endHere(String bridge) {
        return HERE + bridge;
    }

    /** The end of that cable on the bridge of that name. */
    static String endThere(String bridge) {
        return THERE + bridge;
    }

    /** Whether a port of that name is the end, on another bridge, of a cable to a physical network. */
    static boolean isEndThere(String port) {
        return port.startsWith(THERE);
    }

    /** All bridges but the integration bridge. */
    static Stream<Row> otherBridges(Replica replica) {
        return replica.table(BRIDGE).values().stream().filter(row -> !isIntegration(row));
    }

    private static boolean isIntegration(Row bridge) {
        return SwitchTables.name(bridge).equals(INTEGRATION_BRIDGE);
    }

    private static boolean hasAddress(Replica replica, Row bridge, MacAddress address) {
        return SwitchTables.devices(replica, bridge).stream()
                .filter(row -> SwitchTables.name(row).equals(SwitchTables.name(bridge)))
                .anyMatch(row -> SwitchTables.mac(row).equals(Optional.of(address)));
    }

    /** Whether Heddle made that row. */
    static boolean isOurs(Row row) {
        return OURS.of(row);
    }

    /**
     * How the machine reaches the controller: as the manager in its own
     * database which is connected, above all the one at {@code port}, or of the only one there. A database says only after seconds
     * that a manager is connected, so the only one need not be.
     */
    static Optional<ControllerReach> reach(Replica replica, int port) {
        List<Matcher> managers = new ArrayList<>();
        List<Matcher> connected = new ArrayList<>();
        for (Row manager : replica.table(MANAGER).values()) {
            Matcher target = MANAGER_TARGET.matcher(manager.text("target").orElse(""));
            if (target.matches()) {
                managers.add(target);
                boolean isConnected = manager.value("is_connected").equals(OvsdbValue.of(new Atom.Truth(true)));
                if (isConnected) {
                    connected.add(target);
                }
            }
        }
        return connected.stream()
                .filter(target ->
                        Optional.ofNullable(target.group(3)).orElse(USUAL_PORT).equals(Integer.toString(port)))
                .findFirst()
                .or(() -> connected.stream().findFirst())
                .or(() -> managers.size() == 1 ? managers.stream().findFirst() : Optional.empty())
                .map(target ->
                        new ControllerReach(target.group(2), target.group(1).equals("ssl")));
    }

    /** Whether the machine was told of a controller, connected or not. */
    static boolean hasManagers(Replica replica) {
        return replica.table(MANAGER).values().stream()
                .anyMatch(row ->
                        MANAGER_TARGET.matcher(row.text("target").orElse("")).matches());
    }

    private static Optional<IntegrationBridge> described(
            Replica replica, Row bridge, PersistentMap<PortId, PluggedInterface> before) {
        SortedMap<NetworkType, PortNumber> tunnels = new TreeMap<>();
        SortedSet<Ipv4Address> sources = new TreeSet<>();
        Map<PortId, PluggedInterface> plugged = new HashMap<>();
        SortedMap<String, PortNumber> uplinks = new TreeMap<>();
        SortedMap<PortId, PortNumber> trunkEnds = new TreeMap<>();
        SortedMap<String, String> ends = new TreeMap<>();
        physicalBridges(replica).forEach((physical, other) -> ends.put(endHere(SwitchTables.name(other)), physical));
        for (Row row : SwitchTables.devices(replica, bridge)) {
            IntegrationDevice device = IntegrationDevice.of(row);
            device.source().ifPresent(address -> sources.add(address));
            device.plugged().ifPresent(each -> plugged.merge(each.iface(), each, PluggedInterface::preferred));
            device.number().ifPresent(number -> {
                device.carries().ifPresent(type -> tunnels.put(type, number));
                device.end().map(end -> ends.get(end)).ifPresent(physical -> uplinks.put(physical, number));
                device.trunked().ifPresent(subport -> trunkEnds.put(subport, number));
            });
        }
        return SwitchTables.dpid(bridge)
                .filter(IntegrationBridge::is)
                .map(id -> new IntegrationBridge(
                        id,
                        isUserspace(bridge),
                        sources.stream().findFirst(),
                        tunnels,
                        uplinks,
                        changed(before, plugged),
                        trunkEnds));
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

    private static boolean isUserspace(Row bridge) {
        return bridge.text("datapath_type").filter(USERSPACE::equals).isPresent();
    }
}
