package io.heddle.rest;

import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.clos.Recognition;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything there is to show of the fabric at one moment, as one immutable value.
 *
 * @param revision grows with every snapshot of a running controller; two snapshots with the same revision are equal
 * @param instant when it was taken
 * @param phase how far the fabric has come up
 * @param isCablingUnderstood whether the recognition covers all cabling seen; new cabling is looked at when it has been quiet
 * @param topology what is observed
 * @param recognition what the cabling means
 * @param addresses who has which address; empty while the fabric is forming, or when the design does not fit the octets
 * @param plan what every switch should hold
 * @param sessions the control channels, for connected switches only
 * @param loads what ports carry; a port that is not here was not measured yet
 * @param problems sentences beyond {@link Recognition#problems()}: refused hosts, refused LLDP, switches refusing rules, ...
 * @param counters running totals by name, such as {@code packet_in_dropped}; names are lower case with underscores
 * @param elephants the large flows, and what is done about them
 */
public record FabricSnapshot(
        long revision,
        Instant instant,
        FabricPhase phase,
        boolean isCablingUnderstood,
        Topology topology,
        Recognition recognition,
        Optional<AddressPlan> addresses,
        ForwardingPlan plan,
        SortedMap<DatapathId, SwitchSession> sessions,
        SortedMap<ConnectPoint, PortLoad> loads,
        List<String> problems,
        SortedMap<String, Long> counters,
        ElephantSnapshot elephants) {

    public FabricSnapshot {
        if (revision < 0) {
            throw new IllegalArgumentException("a revision is not negative: " + revision);
        }
        sessions = Collections.unmodifiableSortedMap(new TreeMap<>(sessions));
        loads = Collections.unmodifiableSortedMap(new TreeMap<>(loads));
        problems = List.copyOf(problems);
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    }

    /** Revision 0: nothing has connected yet. */
    public static FabricSnapshot forming(Instant instant) {
        return new FabricSnapshot(
                0,
                instant,
                FabricPhase.FORMING,
                false,
                Topology.empty(),
                new Recognition(
                        new FabricDesign.Irregular("no switch has connected yet"),
                        Blueprint.empty(),
                        List.of(),
                        List.of()),
                Optional.empty(),
                ForwardingPlan.empty(),
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                new TreeMap<>(),
                ElephantSnapshot.none());
    }

    /** What the select groups of switches hash with, where that was found out. */
    public SortedMap<DatapathId, HashVariant> hashes() {
        SortedMap<DatapathId, HashVariant> hashes = new TreeMap<>();
        sessions.forEach((dpid, session) -> session.hash().ifPresent(hash -> hashes.put(dpid, hash)));
        return hashes;
    }

    /** This snapshot with another number and moment. */
    public FabricSnapshot withRevision(long number, Instant moment) {
        return new FabricSnapshot(
                number,
                moment,
                phase,
                isCablingUnderstood,
                topology,
                recognition,
                addresses,
                plan,
                sessions,
                loads,
                problems,
                counters,
                elephants);
    }

    /** This snapshot as if nothing had been measured. */
    public FabricSnapshot withoutLoads() {
        return new FabricSnapshot(
                revision,
                instant,
                phase,
                isCablingUnderstood,
                topology,
                recognition,
                addresses,
                plan,
                sessions,
                new TreeMap<>(),
                problems,
                counters,
                elephants);
    }

    /** This snapshot with other large flows. */
    public FabricSnapshot withElephants(ElephantSnapshot changed) {
        return new FabricSnapshot(
                revision,
                instant,
                phase,
                isCablingUnderstood,
                topology,
                recognition,
                addresses,
                plan,
                sessions,
                loads,
                problems,
                counters,
                changed);
    }
}
