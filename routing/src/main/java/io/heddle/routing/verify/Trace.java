package io.heddle.routing.verify;

import io.heddle.routing.rule.Group;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.util.List;
import java.util.function.Function;

/**
 * What becomes of one packet, from the port of its sender to its end: every switch, and in each every table, rule, group and bucket.
 *
 * <p>It only reads what was recorded: {@link SimulatedFabric} walks, {@link Passage} keeps the steps.
 *
 * @param destination the port where the host is that the packet is for
 * @param walk the way of the packet, of at least one switch
 */
public record Trace(ConnectPoint destination, Walk walk) {

    public Trace {
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

    /** Whether it is certain: no switch chose between buckets in a way of its own, which only a hash selection excludes. */
    public boolean isExact() {
        return walk.hops().stream()
                .flatMap(hop -> hop.passage().steps().stream())
                .noneMatch(step -> step instanceof Step.Chosen chosen && isOwnChoice(chosen));
    }

    private static boolean isOwnChoice(Step.Chosen chosen) {
        return chosen.group().type() == Group.Type.SELECT
                && chosen.group().selection().isEmpty()
                && chosen.live().size() > 1;
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
