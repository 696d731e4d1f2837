package io.heddle.rest;

import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The large flows of one moment, and what is done about them.
 *
 * @param scheduler who places them
 * @param flows those that are large now, by flow
 * @param pins the flows that an operator wants through a certain switch, large or not
 * @param bitsPerSecond what all of them are expected to carry together, sharing links fairly
 * @param hashedBitsPerSecond what they would carry if none were steered
 * @param rules how many rules all switches hold for steered flows
 * @param mostRules how many of them the switch with the most of them holds
 * @param rulesPerSwitch how many a switch may hold
 * @param refused how many flows the plan was asked to steer and does not
 */
public record ElephantSnapshot(
        SchedulerName scheduler,
        List<Elephant> flows,
        SortedMap<FlowKey, DatapathId> pins,
        long bitsPerSecond,
        long hashedBitsPerSecond,
        int rules,
        int mostRules,
        int rulesPerSwitch,
        int refused) {

    /** Why a flow goes where it goes. */
    public enum Reason {
        /** Nothing was decided about it yet. */
        UNDECIDED,
        /** An operator pinned it. */
        PINNED,
        /** It carries more than the hash would let it. */
        GAIN,
        /** It makes room for others. */
        ROOM,
        /** The hash serves it well enough. */
        HASH,
        /** It was to be steered, and the plan could not. */
        REFUSED
    }

    /**
     * One large flow. Ways are the ports by which it leaves each switch on its way up; empty where that is not known.
     *
     * @param flow the flow
     * @param vni the VNI of the tenant's network inside, if it is VXLAN
     * @param bitsPerSecond what it carries, as measured
     * @param relativeError half the width of the 95 % confidence interval as a share of that
     * @param firstSeen when it was first seen
     * @param ways where it goes
     * @param hashedWays where the hash would send it
     * @param isSteered whether by rules of its own
     * @param reason why it goes there
     * @param expectedBitsPerSecond what it is expected to carry, sharing links fairly with the others
     * @param hashedBitsPerSecond what it would carry if none were steered
     */
    public record Elephant(
            FlowKey flow,
            Optional<Integer> vni,
            long bitsPerSecond,
            double relativeError,
            Instant firstSeen,
            List<ConnectPoint> ways,
            List<ConnectPoint> hashedWays,
            boolean isSteered,
            Reason reason,
            Optional<Long> expectedBitsPerSecond,
            Optional<Long> hashedBitsPerSecond) {

        public Elephant {
            ways = List.copyOf(ways);
            hashedWays = List.copyOf(hashedWays);
        }
    }

    public ElephantSnapshot {
        flows = List.copyOf(flows);
        pins = Collections.unmodifiableSortedMap(new TreeMap<>(pins));
    }

    /** No large flow was ever seen. */
    public static ElephantSnapshot none() {
        return new ElephantSnapshot(SchedulerName.HEDDLE, List.of(), new TreeMap<>(), 0, 0, 0, 0, 0, 0);
    }
}
