package io.heddle.controller.ovsdb;

import io.heddle.controller.ovsdb.data.Atom;
import io.heddle.controller.ovsdb.data.Operation;
import io.heddle.controller.ovsdb.data.OvsdbValue;
import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.ovsdb.data.Row;
import io.heddle.controller.ovsdb.data.Transaction;
import io.heddle.controller.state.Effect.ConfigureSampling;
import io.heddle.controller.state.Sampling;
import io.heddle.topology.DatapathId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a database lacks until its bridges sample as they should: one transaction for each bridge that differs; pure.
 *
 * <p>A row of table {@code sFlow} is ours when its {@code external_ids} have the key {@value #MARK}; the value is the datapath id of
 * the bridge it was made for. Rows of others are never touched, and are reported where they are in the way. A row that a bridge no
 * longer refers to is removed by the database itself.
 */
final class SamplingReconciler {

    static final String MARK = SwitchTables.MARK;

    /** How much of each sampled packet is sent: enough for the outer and the inner headers of a tunnel. */
    static final int HEADER_OCTETS = 128;

    /** How often, in seconds, the counters of each port are sent along. They name port and datapath id beside the device's number. */
    static final int POLLING_SECONDS = 5;

    private SamplingReconciler() {}

    /**
     * How a database differs from what is wanted.
     *
     * @param tasks what to do, in the order of bridge rows
     * @param inPlace which switches sample as they should
     * @param problems which switches cannot be made to, and why
     */
    record Comparison(
            List<Task> tasks, SortedMap<DatapathId, Sampling> inPlace, SortedMap<DatapathId, String> problems) {}

    /** Compares; samples are to be sent to {@code target}. */
    static Comparison compare(Replica replica, ConfigureSampling wish, String target) {
        Comparison comparison = new Comparison(new ArrayList<>(), new TreeMap<>(), new TreeMap<>());
        boolean isAble = replica.schema().has(SwitchTables.BRIDGE, "sflow")
                && replica.schema().has(SwitchTables.SFLOW, "targets")
                && replica.schema().has(SwitchTables.SFLOW, "external_ids");
        for (Row bridge : replica.table(SwitchTables.BRIDGE).values()) {
            Optional<DatapathId> dpid = SwitchTables.dpid(bridge);
            if (dpid.isEmpty() || wish.undecided().contains(dpid.get())) {
                continue;
            }
            Sampling wanted = wish.wanted().get(dpid.get());
            if (!isAble) {
                if (wanted != null) {
                    comparison.problems.put(
                            dpid.get(),
                            "Switch " + dpid.get() + " cannot sample: the database of its Open vSwitch has no sFlow.");
                }
            } else if (wanted == null) {
                unwanted(replica, bridge, dpid.get()).ifPresent(comparison.tasks::add);
            } else {
                compare(replica, bridge, dpid.get(), wanted, target, comparison);
            }
        }
        return comparison;
    }

    private static void compare(
            Replica replica, Row bridge, DatapathId dpid, Sampling wanted, String target, Comparison comparison) {
        SortedMap<String, OvsdbValue> columns = columns(replica, wanted, target);
        Optional<Row> held = held(replica, bridge);
        if (held.isEmpty() || isForAnother(held.get(), dpid)) {
            comparison.tasks.add(task(bridge, dpid, created(bridge, dpid, columns)));
        } else if (!ServerTables.isOurs(held.get())) {
            comparison.problems.put(
                    dpid,
                    "Switch " + dpid
                            + " samples for somebody else, so its flows are not seen: its bridge has an sFlow row"
                            + " that is not Heddle's, which is left alone. To hand it over, run ovs-vsctl clear bridge "
                            + bridge.text("name").orElse("BRIDGE") + " sflow.");
        } else if (columns.entrySet().stream()
                .allMatch(column -> held.get().value(column.getKey()).equals(column.getValue()))) {
            comparison.inPlace.put(dpid, wanted);
        } else {
            comparison.tasks.add(task(bridge, dpid, corrected(bridge, held.get(), dpid, columns)));
        }
    }

    private static Task task(Row bridge, DatapathId dpid, Transaction transaction) {
        return new Task(bridge.uuid(), new Concern.OfSampling(dpid), transaction);
    }

    private static Optional<Row> held(Replica replica, Row bridge) {
        return bridge.reference("sflow").flatMap(uuid -> replica.row(SwitchTables.SFLOW, uuid));
    }

    /** Ours, but made for another bridge: a bridge that was copied, or whose datapath id changed. */
    private static boolean isForAnother(Row sampling, DatapathId dpid) {
        return ServerTables.isOurs(sampling)
                && !dpid.toString().equals(sampling.texts("external_ids").get(MARK));
    }

    private static Optional<Task> unwanted(Replica replica, Row bridge, DatapathId dpid) {
        return held(replica, bridge)
                .filter(ServerTables::isOurs)
                .map(row -> task(
                        bridge,
                        dpid,
                        new Transaction(List.of(
                                unchanged(bridge),
                                refersTo(bridge, OvsdbValue.none()),
                                new Operation.Comment("heddle: " + dpid + " samples no longer")))));
    }

    private static Transaction created(Row bridge, DatapathId dpid, SortedMap<String, OvsdbValue> columns) {
        SortedMap<String, OvsdbValue> row = new TreeMap<>(columns);
        row.put("external_ids", OvsdbValue.of(Map.of(MARK, dpid.toString())));
        return new Transaction(List.of(
                unchanged(bridge),
                new Operation.Insert(SwitchTables.SFLOW, "sampling", row),
                refersTo(bridge, OvsdbValue.of(new Atom.NamedReference("sampling"))),
                new Operation.Comment("heddle: " + dpid + " samples")));
    }

    private static Transaction corrected(Row bridge, Row held, DatapathId dpid, SortedMap<String, OvsdbValue> columns) {
        SortedMap<String, OvsdbValue> seen = new TreeMap<>(held.columns());
        return new Transaction(List.of(
                unchanged(bridge),
                new Operation.Wait(SwitchTables.SFLOW, held.uuid(), seen),
                new Operation.Update(SwitchTables.SFLOW, held.uuid(), columns),
                new Operation.Comment("heddle: " + dpid + " samples as it should")));
    }

    private static Operation unchanged(Row bridge) {
        return new Operation.Wait(SwitchTables.BRIDGE, bridge.uuid(), one("sflow", bridge.value("sflow")));
    }

    private static Operation refersTo(Row bridge, OvsdbValue row) {
        return new Operation.Update(SwitchTables.BRIDGE, bridge.uuid(), one("sflow", row));
    }

    private static SortedMap<String, OvsdbValue> one(String column, OvsdbValue value) {
        SortedMap<String, OvsdbValue> columns = new TreeMap<>();
        columns.put(column, value);
        return columns;
    }

    private static SortedMap<String, OvsdbValue> columns(Replica replica, Sampling wanted, String target) {
        SortedMap<String, OvsdbValue> columns = new TreeMap<>();
        columns.put("targets", OvsdbValue.of(target));
        columns.put("agent", OvsdbValue.of(wanted.agent().toString()));
        columns.put("sampling", OvsdbValue.of(wanted.packets()));
        columns.put("polling", OvsdbValue.of(POLLING_SECONDS));
        columns.put("header", OvsdbValue.of(HEADER_OCTETS));
        columns.keySet().removeIf(column -> !replica.schema().has(SwitchTables.SFLOW, column));
        return columns;
    }
}
