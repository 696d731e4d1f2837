package io.heddle.routing.tenant.plan;

import io.heddle.topology.DatapathId;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One router's share of a plan.
 *
 * @param slices the router's rules on each server from which it is reached
 * @param exit where it is on an external network, if it is
 */
record RouterPlan(SortedMap<DatapathId, Slice> slices, Optional<RouterExit> exit) {

    static final RouterPlan NOTHING = new RouterPlan(new TreeMap<>(), Optional.empty());

    /** Whether there is nothing of it anywhere. */
    boolean isNothing() {
        return slices.isEmpty();
    }
}
