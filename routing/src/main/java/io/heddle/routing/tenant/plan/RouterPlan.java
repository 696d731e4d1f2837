package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.ForwardingRule;
import io.heddle.topology.DatapathId;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One router's share of a plan.
 *
 * @param slices the router's rules on each server from which it is reached
 */
record RouterPlan(SortedMap<DatapathId, SortedMap<ForwardingRule.Key, ForwardingRule>> slices) {

    static final RouterPlan NOTHING = new RouterPlan(new TreeMap<>());

    /** Whether there is nothing of it anywhere. */
    boolean isNothing() {
        return slices.isEmpty();
    }
}
