package io.heddle.controller.state;

import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.PlannedFabric;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Recognition;

/**
 * What was made of the facts when they last settled.
 *
 * @param recognition the design, the place of every switch, and what is wrong
 * @param addresses the addresses that follow from it
 * @param planned what every switch should hold, and what that was made from
 */
public record Understanding(Recognition recognition, AddressPlan addresses, PlannedFabric planned) {

    /** What every switch should hold. */
    public ForwardingPlan plan() {
        return planned.plan();
    }
}
