package io.heddle.routing.plan;

import io.heddle.topology.DatapathId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What every switch of the fabric should hold.
 *
 * @param switches by datapath id; a switch that is not here should hold nothing of ours
 */
public record ForwardingPlan(SortedMap<DatapathId, SwitchPlan> switches) {

    private static final ForwardingPlan EMPTY = new ForwardingPlan(new TreeMap<>());

    public ForwardingPlan {
        switches = Collections.unmodifiableSortedMap(new TreeMap<>(switches));
    }

    /** No switch should hold anything. */
    public static ForwardingPlan empty() {
        return EMPTY;
    }

    /** What that switch should hold. */
    public SwitchPlan forSwitch(DatapathId dpid) {
        return switches.getOrDefault(dpid, SwitchPlan.empty());
    }
}
