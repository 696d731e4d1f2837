package io.heddle.rest.networking;

import io.heddle.routing.plan.SwitchPlan;
import java.util.Optional;

/**
 * What the integration bridge of a server is to hold.
 *
 * @param server what people call the server
 * @param revision the number of the plan
 * @param isInForce whether the bridge has confirmed all of it; empty while it is not connected
 * @param plan what it is to hold
 */
public record BridgePlan(String server, long revision, Optional<Boolean> isInForce, SwitchPlan plan) {}
