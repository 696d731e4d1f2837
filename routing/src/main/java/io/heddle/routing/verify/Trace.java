package io.heddle.routing.verify;

import io.heddle.routing.rule.Group;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What becomes of one packet, from the port of its sender to its end: every switch, and in each every table, rule, group and bucket.
 *
 * <p>It only reads what was recorded: {@link SimulatedFabric} walks, {@link Passage} keeps the steps.
 *
 * @param destination the port where the host is that the packet is for
 * @param walk the way of the packet, of at least one switch
 * @param calibrated the switches whose hash is known, not assumed
 */
public record Trace(ConnectPoint destination, Walk walk, Set<DatapathId> calibrated) {

    public Trace {
        calibrated = Set.copyOf(calibrated);
        if (walk.hops().isEmpty()) {
            throw new IllegalArgumentException("a trace starts at a switch, and there is none on the way");
        }
    }

    /** How a packet ends. */
    public enum End {
        /** At the port of the host it is for. */
        DELIVERED,
        /** Out of the fabric by another port. */
        ASTRAY,
        /** In a switch. */
        DROPPED,
        /** At the controller. */
        TO_CONTROLLER,
        /** Never, but for its TTL. */
        LOOP
    }

    /** The packet as its sender sent it. */
    public Packet packet() {
        return walk.hops().getFirst().packet();
    }

    /** How it ended. */
    public End end() {
        return switch (walk.outcome()) {
            case Walk.Delivered delivered -> delivered.point().equals(destination) ? End.DELIVERED : End.ASTRAY;
            case Walk.Dropped ignored -> End.DROPPED;
            case Walk.ToController ignored -> End.TO_CONTROLLER;
            case Walk.Loop ignored -> End.LOOP;
        };
    }

    /** Whether it is certain: where there was a choice between buckets, both the selection and the hash of the switch are known. */
    public boolean isExact() {
        return walk.hops().stream().allMatch(this::isExact);
    }

    private boolean isExact(Hop hop) {
        boolean isCalibrated = calibrated.contains(hop.ingress().dpid());
        return hop.passage().steps().stream()
                .noneMatch(step -> step instanceof Step.Chosen chosen
                        && isChoice(chosen)
                        && (!isCalibrated || chosen.group().selection().isEmpty()));
    }

    private static boolean isChoice(Step.Chosen chosen) {
        return chosen.group().type() == Group.Type.SELECT && chosen.live().size() > 1;
    }

    /** How and why it ended, as a sentence in which switches have the names that {@code names} gives them. */
    public String verdict(Function<DatapathId, String> names) {
        return TraceText.verdict(this, names);
    }

    /** All of it as lines of text, rules and groups in the syntax of {@code ovs-ofctl}. */
    public String text(Function<DatapathId, String> names) {
        return TraceText.of(this, names);
    }

    /** The steps in the last switch. */
    List<Step> lastSteps() {
        return walk.hops().getLast().passage().steps();
    }

    @Override
    public String toString() {
        return text(DatapathId::toString);
    }
}
