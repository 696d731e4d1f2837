package io.heddle.controller.state;

import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.plan.Change;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Blueprint;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Something to be done outside; carried out by the edge that owns it, in the order given. */
public sealed interface Effect {

    /** Something to be done by one switch. An effect for a switch without a live session is dropped: it is reconciled on connect. */
    sealed interface SwitchEffect extends Effect {
        /** The switch concerned. */
        DatapathId dpid();
    }

    /** Apply changes in order, all or nothing where the switch can; answered by ChangesConfirmed or ChangesRefused. */
    record ApplyChanges(DatapathId dpid, long revision, List<Change> changes) implements SwitchEffect {
        public ApplyChanges {
            changes = List.copyOf(changes);
        }
    }

    /** Where a packet that the controller sends begins its way. */
    sealed interface Departure {
        /** Out of this port. */
        record ByPort(PortNumber port) implements Departure {}

        /** Through the switch's own tables, as if it came in from the controller. */
        record ThroughTables() implements Departure {}

        /** Through the switch's own tables, as if it came in by that port. */
        record ThroughTablesFrom(PortNumber ingress) implements Departure {}

        /** Through these actions. */
        record ByActions(List<Action> actions) implements Departure {
            public ByActions {
                actions = List.copyOf(actions);
            }
        }
    }

    /** Send one frame; lost when the switch's queue is full, which is counted. */
    @SuppressWarnings("ArrayRecordComponent") // a frame is passed by reference along the hot path and never compared
    record SendPacket(DatapathId dpid, Departure departure, byte[] frame) implements SwitchEffect {}

    /** Read all port counters; answered by PortCountersRead. */
    record ReadPortCounters(DatapathId dpid) implements SwitchEffect {}

    /** Read the counters of all rules that steer flows; answered by SteeringCountersRead. */
    record ReadSteeringCounters(DatapathId dpid) implements SwitchEffect {}

    /** Read the tables back again; answered by TablesReread. */
    record RereadTables(DatapathId dpid) implements SwitchEffect {}

    /** Find out which hash the switch's select groups use; answered by HashLearned. */
    record ProbeHash(DatapathId dpid) implements SwitchEffect {}

    /** Forget all connections of these zones, once the changes asked for before are made; not answered. */
    record ForgetConnections(DatapathId dpid, List<Action.Track.Zone.Of> zones) implements SwitchEffect {
        public ForgetConnections {
            zones = List.copyOf(zones);
        }
    }

    /** End the session. */
    record CloseSession(DatapathId dpid, String reason) implements SwitchEffect {}

    /** Something to be configured through Open vSwitch databases. */
    sealed interface DatabaseEffect extends Effect {}

    /**
     * From now on exactly these switches sample, as said, until the next such effect. Holds for databases that connect later, too.
     *
     * @param wanted how each switch is to sample
     * @param undecided switches that are to be left as they are for now
     */
    record ConfigureSampling(SortedMap<DatapathId, Sampling> wanted, SortedSet<DatapathId> undecided)
            implements DatabaseEffect {
        public ConfigureSampling {
            wanted = Collections.unmodifiableSortedMap(new TreeMap<>(wanted));
            undecided = Collections.unmodifiableSortedSet(new TreeSet<>(undecided));
        }
    }

    /** From now on the machine of this database is to have that for tenants; dropped when the database is not connected. */
    record ConfigureServer(DatabaseId database, ServerWish wish) implements DatabaseEffect {}

    /** Remember the blueprint durably. */
    record SaveBlueprint(Blueprint blueprint) implements Effect {}

    /** Remember durably that an address is lent, before anything that follows in the same list is done. */
    record SaveLease(Lease lease) implements Effect {}

    /** Forget the lease of an address. */
    record ForgetLease(Ipv4Address ip) implements Effect {}

    /** Remember a host durably, so that a restarted controller keeps its rules before it speaks again. */
    record SaveHost(Host host) implements Effect {}

    /** Forget the host of an address. */
    record ForgetHost(Ipv4Address ip) implements Effect {}

    /** Remember durably who places large flows. */
    record SaveScheduler(SchedulerName scheduler) implements Effect {}

    /** Remember durably through which switch a flow is to go. */
    record SavePin(FlowKey flow, DatapathId through) implements Effect {}

    /** Forget the pin of a flow. */
    record ForgetPin(FlowKey flow) implements Effect {}

    /** Tell who gave an order what became of it. */
    record Answer(Order.Receipt receipt, Order.Verdict verdict) implements Effect {}
}
