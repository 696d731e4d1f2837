package io.heddle.controller.ovsdb;

import static io.heddle.controller.ovsdb.SwitchTables.BRIDGE;
import static io.heddle.controller.ovsdb.SwitchTables.MANAGER;
import static io.heddle.controller.ovsdb.SwitchTables.MARK;
import static io.heddle.controller.ovsdb.SwitchTables.ROOT;

import io.heddle.controller.ovsdb.data.Atom;
import io.heddle.controller.ovsdb.data.OvsdbValue;
import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.ovsdb.data.Row;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the rows of a replica are to its machine as a server of tenants; pure. */
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

    /** Whether the bridge's datapath is that of the process, and not of the kernel. */
    static boolean isUserspace(Row bridge) {
        return bridge.text("datapath_type").filter(USERSPACE::equals).isPresent();
    }
}
