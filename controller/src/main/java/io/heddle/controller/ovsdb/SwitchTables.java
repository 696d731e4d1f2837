package io.heddle.controller.ovsdb;

import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.ovsdb.data.Row;
import io.heddle.controller.state.BridgeFacts;
import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.InterfaceFacts;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
    private static final Row.Reading<Optional<UUID>> QOS = new Row.Reading<>(port -> port.reference("qos"));
    private static final Row.Reading<InterfaceFacts> FACTS = new Row.Reading<>(SwitchTables::described);

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
        columns.put(PORT, List.of("name", "interfaces", "qos", "external_ids"));
        columns.put(
                INTERFACE,
                List.of(
                        "name",
                        "type",
                        "options",
                        "ofport",
                        "ifindex",
                        "mac_in_use",
                        "link_state",
                        "link_speed",
                        "mtu",
                        "error",
                        "external_ids"));
        columns.put(CONTROLLER, List.of("target", "connection_mode", "max_backoff", "external_ids"));
        columns.put(MANAGER, List.of("target", "is_connected"));
        columns.put("QoS", List.of("other_config"));
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
        return bridge.text("datapath_id").flatMap(text -> read(() -> DatapathId.parse(text)));
    }

    /** The bridges that have a datapath id, ordered by it. */
    static List<BridgeFacts> bridges(Replica replica) {
        List<BridgeFacts> bridges = new ArrayList<>();
        for (Row bridge : replica.table(BRIDGE).values()) {
            dpid(bridge)
                    .ifPresent(dpid ->
                            bridges.add(new BridgeFacts(dpid, shown(bridge, "name"), interfaces(replica, bridge))));
        }
        bridges.sort(Comparator.comparing(BridgeFacts::dpid).thenComparing(BridgeFacts::name));
        return bridges;
    }

    private static List<InterfaceFacts> interfaces(Replica replica, Row bridge) {
        return ports(replica, bridge)
                .flatMap(port -> rows(replica, INTERFACE, DEVICES.of(port))
                        .map(row -> FACTS.of(row).shapedTo(shaping(replica, port))))
                .sorted(Comparator.comparing(InterfaceFacts::name))
                .toList();
    }

    /** The ports of a bridge. */
    static Stream<Row> ports(Replica replica, Row bridge) {
        return rows(replica, PORT, PORTS.of(bridge));
    }

    /** The interfaces of a bridge. */
    static Stream<Row> devices(Replica replica, Row bridge) {
        return ports(replica, bridge).flatMap(port -> rows(replica, INTERFACE, DEVICES.of(port)));
    }

    /** What a row is called; may be empty. */
    static String name(Row row) {
        return NAME.of(row);
    }

    static Stream<Row> rows(Replica replica, String table, List<UUID> uuids) {
        return uuids.stream().flatMap(uuid -> replica.row(table, uuid).stream());
    }

    private static OptionalLong shaping(Replica replica, Row port) {
        Optional<Long> rate = QOS.of(port)
                .flatMap(qos -> replica.row("QoS", qos))
                .map(qos -> qos.texts("other_config").getOrDefault("max-rate", ""))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
        return rate.isPresent() ? OptionalLong.of(rate.get()) : OptionalLong.empty();
    }

    private static InterfaceFacts described(Row row) {
        return new InterfaceFacts(
                shown(row, "name"),
                port(row),
                number(row, "ifindex"),
                row.text("mac_in_use").flatMap(text -> read(() -> MacAddress.parse(text))),
                isUp(row),
                number(row, "mtu"),
                row.number("link_speed")
                        .filter(speed -> speed > 0)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                OptionalLong.empty(),
                row.texts("external_ids"));
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

    private static OptionalInt number(Row row, String column) {
        return row.number(column)
                .filter(number -> number > 0 && number <= Integer.MAX_VALUE)
                .map(number -> OptionalInt.of(number.intValue()))
                .orElse(OptionalInt.empty());
    }

    static <T> Optional<T> read(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
