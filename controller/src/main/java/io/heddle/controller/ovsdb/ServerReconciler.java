package io.heddle.controller.ovsdb;

import static io.heddle.controller.ovsdb.ServerTables.FABRIC_END;
import static io.heddle.controller.ovsdb.ServerTables.SERVER_END;
import static io.heddle.controller.ovsdb.SwitchTables.BRIDGE;
import static io.heddle.controller.ovsdb.SwitchTables.CONTROLLER;
import static io.heddle.controller.ovsdb.SwitchTables.INTERFACE;
import static io.heddle.controller.ovsdb.SwitchTables.MARK;
import static io.heddle.controller.ovsdb.SwitchTables.PORT;
import static io.heddle.controller.ovsdb.SwitchTables.ROOT;

import io.heddle.controller.ovsdb.data.Operation;
import io.heddle.controller.ovsdb.data.Operation.Mutator;
import io.heddle.controller.ovsdb.data.OvsdbValue;
import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.ovsdb.data.Row;
import io.heddle.controller.ovsdb.data.Transaction;
import io.heddle.controller.state.ServerWish;
import io.heddle.routing.tenant.NetworkType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a server's database lacks until tenants' interfaces can be plugged in there: one transaction for all that differs; pure.
 *
 * <p>Wanted are the bridge {@value ServerTables#INTEGRATION_BRIDGE}, its connection to the controller and one flow-based tunnel port
 * for each encapsulation, a cable (a pair of patch ports) to the bridge that leads to the fabric, one to each that leads to another
 * physical network, and one for each subport. Rows that Heddle made have the key {@value SwitchTables#MARK} in their {@code external_ids}. Rows of others
 * are never touched and, above all, interfaces that are plugged into the bridge stay; a bridge of that name that others made is left
 * alone and reported.
 */
final class ServerReconciler {

    /** The encapsulations that a tunnel port is made for. */
    static final List<NetworkType> TUNNELS = List.of(NetworkType.VXLAN, NetworkType.GRE);

    private ServerReconciler() {}

    /**
     * How a database differs from what is wanted.
     *
     * @param task what to do, if anything
     * @param problem why it cannot be done, if so
     */
    record Comparison(Optional<Task> task, Optional<String> problem) {
        static final Comparison SAME = new Comparison(Optional.empty(), Optional.empty());

        static Comparison differs(UUID row, List<Operation> operations) {
            Task task = new Task(row, new Concern.OfServer(), new Transaction(operations));
            return new Comparison(Optional.of(task), Optional.empty());
        }

        static Comparison stands(String problem) {
            return new Comparison(Optional.empty(), Optional.of(problem));
        }

        boolean isSame() {
            return task.isEmpty() && problem.isEmpty();
        }
    }

    /**
     * A bridge as ports of ours are put into it.
     *
     * @param bridge its row
     * @param ports its ports by name
     */
    private record Place(Row bridge, Map<String, Row> ports) {
        static Place of(Replica replica, Row bridge) {
            Map<String, Row> ports = new HashMap<>();
            SwitchTables.ports(replica, bridge).forEach(port -> ports.putIfAbsent(SwitchTables.name(port), port));
            return new Place(bridge, ports);
        }
    }

    /** Compares; {@code reach} is how the machine reaches the controller, if that is known. */
    static Comparison compare(Replica replica, ServerWish wish, Optional<ControllerReach> reach) {
        Row root = ServerTables.root(replica).orElseThrow();
        Optional<Row> bridge = ServerTables.integrationBridge(replica);
        return switch (wish) {
            case ServerWish.Unwanted() ->
                bridge.filter(ServerTables::isOurs)
                        .map(row -> removed(replica, root, row))
                        .orElse(Comparison.SAME);
            case ServerWish.Wanted wanted -> {
                Optional<String> obstacle = obstacle(replica, bridge, reach);
                if (obstacle.isPresent()) {
                    yield Comparison.stands(obstacle.get());
                }
                ServerRows rows = new ServerRows(replica, wanted, root, reach.orElseThrow());
                yield bridge.map(row -> corrected(replica, row, wanted, rows)).orElseGet(() -> created(root, rows));
            }
        };
    }

    private static Optional<String> obstacle(Replica replica, Optional<Row> bridge, Optional<ControllerReach> reach) {
        boolean isAble = replica.schema().has(BRIDGE, "external_ids")
                && replica.schema().has(BRIDGE, "controller")
                && replica.schema().has(PORT, "external_ids")
                && replica.schema().has(INTERFACE, "options");
        if (!isAble) {
            return Optional.of("The server's database lacks columns without which no integration bridge can be made.");
        }
        if (bridge.isPresent() && !ServerTables.isOurs(bridge.get())) {
            return Optional.of("The server has a bridge " + ServerTables.INTEGRATION_BRIDGE
                    + " that is not Heddle's, which is left alone. To hand it over, run ovs-vsctl set bridge "
                    + ServerTables.INTEGRATION_BRIDGE + " external_ids:" + MARK + "=true.");
        }
        return reach.isPresent()
                ? Optional.empty()
                : Optional.of("The server's database does not say that its manager is connected, so it is not known"
                        + " how its bridge is to reach the controller.");
    }

    private static Comparison created(Row root, ServerRows rows) {
        Changes changes = new Changes();
        changes.unlessChanged(ROOT, root, "bridges");
        OvsdbValue bridge = rows.insertBridge(changes);
        changes.add(new Operation.Mutate(ROOT, root.uuid(), "bridges", Mutator.INSERT, bridge));
        return Comparison.differs(root.uuid(), changes.because("the server is ready for tenants"));
    }

    private static Comparison corrected(Replica replica, Row bridge, ServerWish.Wanted wish, ServerRows rows) {
        Changes changes = new Changes();
        changes.correct(BRIDGE, bridge, rows.bridge(bridge));
        correctController(replica, bridge, rows, changes);
        Place place = Place.of(replica, bridge);
        for (NetworkType type : TUNNELS) {
            correctPort(replica, place, ServerTables.tunnelName(type), rows.tunnel(type), rows, changes);
        }
        correctCable(replica, place, wish, rows, changes);
        SortedSet<String> wanted = correctUplinks(replica, place, rows, changes);
        wanted.add(FABRIC_END);
        correctSubports(replica, place, wish, rows, changes, wanted);
        TUNNELS.forEach(type -> wanted.add(ServerTables.tunnelName(type)));
        for (Row port : SwitchTables.ports(replica, bridge)) {
            if (ServerTables.isOurs(port) && !wanted.contains(SwitchTables.name(port))) {
                changes.takeAway(BRIDGE, bridge, "ports", port);
            }
        }
        return changes.isEmpty()
                ? Comparison.SAME
                : Comparison.differs(bridge.uuid(), changes.because("the server is as tenants need it"));
    }

    private static void correctController(Replica replica, Row bridge, ServerRows rows, Changes changes) {
        Optional<Row> held = controller(replica, bridge);
        if (held.isPresent()) {
            changes.correct(CONTROLLER, held.get(), rows.controller());
        } else {
            changes.unlessChanged(BRIDGE, bridge, "controller");
            OvsdbValue added = rows.insertController(changes);
            changes.add(new Operation.Mutate(BRIDGE, bridge.uuid(), "controller", Mutator.INSERT, added));
        }
    }

    private static void correctPort(
            Replica replica,
            Place place,
            String name,
            SortedMap<String, OvsdbValue> device,
            ServerRows rows,
            Changes changes) {
        Optional<Row> port = Optional.ofNullable(place.ports.get(name));
        Optional<Row> held =
                port.flatMap(row -> row.reference("interfaces")).flatMap(uuid -> replica.row(INTERFACE, uuid));
        if (port.isPresent() && held.isPresent()) {
            changes.correct(INTERFACE, held.get(), device);
            changes.correct(PORT, port.get(), rows.port(name));
        } else {
            changes.unlessChanged(BRIDGE, place.bridge, "ports");
            OvsdbValue added = rows.insert(name, device, changes);
            changes.add(new Operation.Mutate(BRIDGE, place.bridge.uuid(), "ports", Mutator.INSERT, added));
        }
    }

    /** Joins the integration bridge with the one to the fabric; while it is not known which that is, all stays as it is. */
    private static void correctCable(
            Replica replica, Place place, ServerWish.Wanted wish, ServerRows rows, Changes changes) {
        ServerTables.fabricBridge(replica, wish.uplink()).ifPresent(fabric -> {
            disconnect(
                    replica,
                    ServerTables.otherBridges(replica)
                            .filter(other -> !other.uuid().equals(fabric.uuid())),
                    changes);
            correctPort(replica, place, FABRIC_END, rows.patch(SERVER_END), rows, changes);
            correctPort(replica, Place.of(replica, fabric), SERVER_END, rows.patch(FABRIC_END), rows, changes);
        });
    }

    /** Joins the integration bridge with those to physical networks, and no others; the names of the cables' ends on it. */
    private static SortedSet<String> correctUplinks(Replica replica, Place place, ServerRows rows, Changes changes) {
        Collection<Row> physical = ServerTables.physicalBridges(replica).values();
        SortedSet<String> ends = new TreeSet<>();
        for (Row other : physical) {
            String name = SwitchTables.name(other);
            String here = ServerTables.endHere(name);
            String there = ServerTables.endThere(name);
            ends.add(here);
            correctPort(replica, place, here, rows.patch(there), rows, changes);
            correctPort(replica, Place.of(replica, other), there, rows.patch(here), rows, changes);
        }
        disconnectUplinks(
                replica, ServerTables.otherBridges(replica).filter(other -> !physical.contains(other)), changes);
        return ends;
    }

    /** Gives each subport its cable; {@code names} gets those of its ends. */
    private static void correctSubports(
            Replica replica,
            Place place,
            ServerWish.Wanted wish,
            ServerRows rows,
            Changes changes,
            SortedSet<String> names) {
        wish.subports().stream().map(SubportCable::new).forEach(cable -> {
            names.add(cable.near());
            names.add(cable.far());
            correctPort(replica, place, cable.near(), rows.patch(cable.far(), cable.nearNotes()), rows, changes);
            correctPort(replica, place, cable.far(), rows.patch(cable.near(), cable.farNotes()), rows, changes);
        });
    }

    private static void disconnectUplinks(Replica replica, Stream<Row> bridges, Changes changes) {
        bridges.forEach(bridge -> SwitchTables.ports(replica, bridge).stream()
                .filter(port -> ServerTables.isEndThere(SwitchTables.name(port)))
                .filter(ServerTables::isOurs)
                .forEach(port -> changes.takeAway(BRIDGE, bridge, "ports", port)));
    }

    private static void disconnect(Replica replica, Stream<Row> bridges, Changes changes) {
        bridges.forEach(bridge -> SwitchTables.ports(replica, bridge).stream()
                .filter(port -> isNamed(port, SERVER_END) && ServerTables.isOurs(port))
                .forEach(port -> changes.takeAway(BRIDGE, bridge, "ports", port)));
    }

    /** The bridge goes when nothing of others is plugged in; else only what is ours goes, and the bridge drops everything. */
    private static Comparison removed(Replica replica, Row root, Row bridge) {
        Changes changes = new Changes();
        disconnect(replica, ServerTables.otherBridges(replica), changes);
        disconnectUplinks(replica, ServerTables.otherBridges(replica), changes);
        List<Row> plugged = SwitchTables.ports(replica, bridge).stream()
                .filter(port -> !ServerTables.isOurs(port) && !isNamed(port, ServerTables.INTEGRATION_BRIDGE))
                .toList();
        if (plugged.isEmpty()) {
            changes.unlessChanged(BRIDGE, bridge, "ports");
            changes.takeAway(ROOT, root, "bridges", bridge);
            return Comparison.differs(bridge.uuid(), changes.because("the server is no longer for tenants"));
        }
        controller(replica, bridge).ifPresent(row -> changes.takeAway(BRIDGE, bridge, "controller", row));
        SwitchTables.ports(replica, bridge).stream()
                .filter(ServerTables::isOurs)
                .forEach(row -> changes.takeAway(BRIDGE, bridge, "ports", row));
        return changes.isEmpty()
                ? Comparison.SAME
                : Comparison.differs(bridge.uuid(), changes.because("the server is no longer for tenants"));
    }

    private static Optional<Row> controller(Replica replica, Row bridge) {
        return SwitchTables.rows(replica, CONTROLLER, bridge.references("controller")).stream()
                .filter(ServerTables::isOurs)
                .findFirst();
    }

    private static boolean isNamed(Row row, String name) {
        return SwitchTables.name(row).equals(name);
    }
}
