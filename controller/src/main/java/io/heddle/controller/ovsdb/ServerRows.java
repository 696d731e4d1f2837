package io.heddle.controller.ovsdb;

import static io.heddle.controller.ovsdb.SwitchTables.BRIDGE;
import static io.heddle.controller.ovsdb.SwitchTables.CONTROLLER;
import static io.heddle.controller.ovsdb.SwitchTables.INTERFACE;
import static io.heddle.controller.ovsdb.SwitchTables.MARK;
import static io.heddle.controller.ovsdb.SwitchTables.PORT;

import io.heddle.controller.ovsdb.data.Atom;
import io.heddle.controller.ovsdb.data.Operation;
import io.heddle.controller.ovsdb.data.OvsdbValue;
import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.ovsdb.data.Row;
import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.IntegrationBridge;
import io.heddle.controller.state.ServerWish;
import io.heddle.routing.tenant.NetworkType;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The rows that a server's database should have, without columns that its schema lacks; of columns that are maps, what others put
 * there stays.
 */
final class ServerRows {
    private static final long LONGEST_BACKOFF_MILLIS = 1000;
    private static final String DATAPATH_TYPE = "datapath_type";
    private static final String OTHER_CONFIG = "other_config";
    private static final String EXTERNAL_IDS = "external_ids";

    private final Replica replica;
    private final ServerWish.Wanted wish;
    private final Row root;
    private final ControllerReach reach;

    ServerRows(Replica replica, ServerWish.Wanted wish, Row root, ControllerReach reach) {
        this.replica = replica;
        this.wish = wish;
        this.root = root;
        this.reach = reach;
    }

    /** The integration bridge, of which {@code held} is there. */
    SortedMap<String, OvsdbValue> bridge(Row held) {
        SortedMap<String, String> config = new TreeMap<>(held.texts(OTHER_CONFIG));
        config.put(
                "datapath-id",
                IntegrationBridge.dpidOf(new DatabaseId(root.uuid())).toString());
        config.put("disable-in-band", "true");
        SortedMap<String, OvsdbValue> columns = new TreeMap<>();
        columns.put("fail_mode", OvsdbValue.of("secure"));
        columns.put("protocols", texts("OpenFlow13", "OpenFlow14", "OpenFlow15"));
        columns.put(OTHER_CONFIG, OvsdbValue.of(config));
        Optional.ofNullable(root.texts(EXTERNAL_IDS).get("heddle-bridge-datapath-type"))
                .ifPresent(type -> columns.put(DATAPATH_TYPE, OvsdbValue.of(type)));
        return known(BRIDGE, columns);
    }

    SortedMap<String, OvsdbValue> controller() {
        SortedMap<String, OvsdbValue> columns = new TreeMap<>();
        columns.put("target", OvsdbValue.of(wish.openFlow().target(reach.host(), reach.isSecured())));
        columns.put("connection_mode", OvsdbValue.of("out-of-band"));
        columns.put("max_backoff", OvsdbValue.of(LONGEST_BACKOFF_MILLIS));
        columns.put(EXTERNAL_IDS, marked());
        return known(CONTROLLER, columns);
    }

    SortedMap<String, OvsdbValue> tunnel(NetworkType type) {
        SortedMap<String, OvsdbValue> columns = new TreeMap<>();
        columns.put("type", OvsdbValue.of(type.apiName()));
        columns.put(
                "options",
                OvsdbValue.of(Map.of(
                        "remote_ip",
                        "flow",
                        "key",
                        "flow",
                        "local_ip",
                        wish.underlay().toString())));
        columns.put(EXTERNAL_IDS, marked());
        return known(INTERFACE, columns);
    }

    /** One end of a cable between bridges; {@code peer} is the other. */
    SortedMap<String, OvsdbValue> patch(String peer) {
        return patch(peer, Map.of(MARK, "true"));
    }

    /** One end of a cable, with these notes. */
    SortedMap<String, OvsdbValue> patch(String peer, Map<String, String> notes) {
        SortedMap<String, OvsdbValue> columns = new TreeMap<>();
        columns.put("type", OvsdbValue.of("patch"));
        columns.put("options", OvsdbValue.of(Map.of("peer", peer)));
        columns.put(EXTERNAL_IDS, OvsdbValue.of(notes));
        return known(INTERFACE, columns);
    }

    SortedMap<String, OvsdbValue> port(String name) {
        SortedMap<String, OvsdbValue> columns = new TreeMap<>();
        columns.put("name", OvsdbValue.of(name));
        columns.put(EXTERNAL_IDS, marked());
        return columns;
    }

    /** Adds the bridge with all that belongs to it; returns the reference to it. */
    OvsdbValue insertBridge(Changes changes) {
        SortedSet<Atom> ports = new TreeSet<>();
        SortedMap<String, OvsdbValue> own = new TreeMap<>();
        own.put("type", OvsdbValue.of("internal"));
        SortedMap<String, OvsdbValue> port = new TreeMap<>();
        port.put("name", OvsdbValue.of(ServerTables.INTEGRATION_BRIDGE));
        ports.add(insertPort(port, own, "own", changes));
        for (NetworkType type : ServerReconciler.TUNNELS) {
            ports.add(insertTunnelAtom(type, changes));
        }
        SortedMap<String, OvsdbValue> columns = bridge(new Row(new UUID(0, 0), new TreeMap<>()));
        columns.put("name", OvsdbValue.of(ServerTables.INTEGRATION_BRIDGE));
        columns.put("ports", new OvsdbValue.SetOf(ports));
        columns.put("controller", insertController(changes));
        columns.put(EXTERNAL_IDS, marked());
        changes.add(new Operation.Insert(BRIDGE, "bridge", columns));
        return OvsdbValue.of(new Atom.NamedReference("bridge"));
    }

    /** Adds the connection to the controller; returns the reference to it. */
    OvsdbValue insertController(Changes changes) {
        changes.add(new Operation.Insert(CONTROLLER, "controller", controller()));
        return OvsdbValue.of(new Atom.NamedReference("controller"));
    }

    /** Adds a port of ours with that device; returns the reference to it. */
    OvsdbValue insert(String name, SortedMap<String, OvsdbValue> device, Changes changes) {
        return OvsdbValue.of(insertPort(port(name), device, name.replaceAll("[^A-Za-z0-9]", "_"), changes));
    }

    private Atom insertTunnelAtom(NetworkType type, Changes changes) {
        return insertPort(port(ServerTables.tunnelName(type)), tunnel(type), type.apiName(), changes);
    }

    private static Atom insertPort(
            SortedMap<String, OvsdbValue> port, SortedMap<String, OvsdbValue> device, String name, Changes changes) {
        SortedMap<String, OvsdbValue> named = new TreeMap<>(device);
        named.put("name", port.getOrDefault("name", OvsdbValue.none()));
        changes.add(new Operation.Insert(INTERFACE, name + "_interface", named));
        SortedMap<String, OvsdbValue> holding = new TreeMap<>(port);
        holding.put("interfaces", OvsdbValue.of(new Atom.NamedReference(name + "_interface")));
        changes.add(new Operation.Insert(PORT, name + "_port", holding));
        return new Atom.NamedReference(name + "_port");
    }

    private SortedMap<String, OvsdbValue> known(String table, SortedMap<String, OvsdbValue> columns) {
        columns.keySet().removeIf(column -> !replica.schema().has(table, column));
        return columns;
    }

    private static OvsdbValue marked() {
        return OvsdbValue.of(Map.of(MARK, "true"));
    }

    private static OvsdbValue texts(String... texts) {
        SortedSet<Atom> atoms = new TreeSet<>();
        for (String text : texts) {
            atoms.add(new Atom.Text(text));
        }
        return new OvsdbValue.SetOf(atoms);
    }
}
