package io.heddle.controller.ovsdb;

import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.ovsdb.data.Row;
import io.heddle.controller.state.DatabaseId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads what is of use from a replica of the {@code Open_vSwitch} schema (ovs-vswitchd.conf.db(5)); pure. */
final class SwitchTables {

    static final String DATABASE = "Open_vSwitch";
    static final String ROOT = "Open_vSwitch";
    static final String BRIDGE = "Bridge";
    static final String SFLOW = "sFlow";
    static final String PORT = "Port";
    static final String INTERFACE = "Interface";
    static final String CONTROLLER = "Controller";
    static final String MANAGER = "Manager";

    /** The key in a row's {@code external_ids} by which rows of ours are known. */
    static final String MARK = "heddle";

    /** Every column that is read anywhere, by table; what a schema lacks is done without. */
    static final SortedMap<String, List<String>> COLUMNS = columns();

    private static final int LONGEST_SHOWN = 255;
    private static final int HIGHEST_PORT = 0xfeff;

    private static final Row.Reading<String> NAME =
            new Row.Reading<>(row -> row.text("name").orElse(""));
    private static final Row.Reading<List<UUID>> PORTS = new Row.Reading<>(bridge -> bridge.references("ports"));
    private static final Row.Reading<List<UUID>> DEVICES = new Row.Reading<>(port -> port.references("interfaces"));
    private static final Row.Reading<Optional<DatapathId>> DPID =
            new Row.Reading<>(bridge -> bridge.text("datapath_id").flatMap(text -> read(() -> DatapathId.parse(text))));
    private static final Row.Reading<Optional<MacAddress>> MAC =
            new Row.Reading<>(device -> device.text("mac_in_use").flatMap(text -> read(() -> MacAddress.parse(text))));

    private SwitchTables() {}

    private static SortedMap<String, List<String>> columns() {
        SortedMap<String, List<String>> columns = new TreeMap<>();
        columns.put(ROOT, List.of("bridges", "manager_options", "ovs_version", "external_ids"));
        columns.put(
                BRIDGE,
                List.of(
                        "name",
                        "datapath_id",
                        "datapath_type",
                        "fail_mode",
                        "protocols",
                        "controller",
                        "ports",
                        "sflow",
                        "other_config",
                        "external_ids"));
        columns.put(PORT, List.of("name", "interfaces", "external_ids"));
        columns.put(
                INTERFACE,
                List.of("name", "type", "options", "ofport", "mac_in_use", "link_state", "error", "external_ids"));
        columns.put(CONTROLLER, List.of("target", "connection_mode", "max_backoff", "external_ids"));
        columns.put(MANAGER, List.of("target", "is_connected"));
        columns.put(SFLOW, List.of("targets", "agent", "sampling", "polling", "header", "external_ids"));
        return columns;
    }

    /** Which database this is, once Open vSwitch has initialised it. */
    static Optional<DatabaseId> identity(Replica replica) {
        return replica.table(ROOT).keySet().stream().findFirst().map(DatabaseId::new);
    }

    /** The version of Open vSwitch that it says runs there; may be empty. */
    static String version(Replica replica) {
        return replica.table(ROOT).values().stream()
                .findFirst()
                .map(root -> shown(root, "ovs_version"))
                .orElse("");
    }

    /** The datapath id of a bridge, once ovs-vswitchd has given it one. */
    static Optional<DatapathId> dpid(Row bridge) {
        return DPID.of(bridge);
    }

    /** The hardware address that an interface uses. */
    static Optional<MacAddress> mac(Row device) {
        return MAC.of(device);
    }

    /** The datapath ids of the bridges that have one. */
    static SortedSet<DatapathId> bridges(Replica replica) {
        SortedSet<DatapathId> bridges = new TreeSet<>();
        replica.table(BRIDGE).values().forEach(bridge -> dpid(bridge).ifPresent(dpid -> bridges.add(dpid)));
        return bridges;
    }

    /** The ports of a bridge. */
    static List<Row> ports(Replica replica, Row bridge) {
        return rows(replica, PORT, PORTS.of(bridge));
    }

    /** The interfaces of a bridge. */
    static List<Row> devices(Replica replica, Row bridge) {
        List<Row> devices = new ArrayList<>();
        for (Row port : ports(replica, bridge)) {
            devices.addAll(rows(replica, INTERFACE, DEVICES.of(port)));
        }
        return devices;
    }

    /** What a row is called; may be empty. */
    static String name(Row row) {
        return NAME.of(row);
    }

    /** Those of a table's rows that are there. */
    static List<Row> rows(Replica replica, String table, List<UUID> uuids) {
        List<Row> rows = new ArrayList<>(uuids.size());
        for (UUID uuid : uuids) {
            replica.row(table, uuid).ifPresent(rows::add);
        }
        return rows;
    }

    /** A text that people will read, however long the machine made it; empty if it is not there. */
    static String shown(Row row, String column) {
        return shortened(row.text(column).orElse(""));
    }

    /** Not more of a text than people will read. */
    static String shortened(String text) {
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }

    /** Whether the link of an interface is up. */
    static boolean isUp(Row row) {
        return row.text("link_state").filter("up"::equals).isPresent();
    }

    /** The OpenFlow port of an interface that has a usual one. */
    static Optional<PortNumber> port(Row row) {
        return row.number("ofport")
                .filter(number -> number >= 1 && number <= HIGHEST_PORT)
                .map(number -> new PortNumber(number.intValue()));
    }

    static <T> Optional<T> read(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
