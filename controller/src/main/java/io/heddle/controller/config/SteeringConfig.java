package io.heddle.controller.config;

import io.heddle.routing.elephant.SchedulerName;
import java.time.Duration;

/**
 * What is done about large flows.
 *
 * @param scheduler who places them, unless an operator chose another while the controller ran
 * @param rulesPerSwitch how many rules a switch may hold for steered flows
 * @param ruleIdle how long such a rule stays without a packet, in whole seconds
 * @param interval the least time between two decisions
 */
public record SteeringConfig(SchedulerName scheduler, int rulesPerSwitch, Duration ruleIdle, Duration interval) {

    private static final long LONGEST_IDLE = 0xffff;

    public SteeringConfig {
        if (rulesPerSwitch < 0) {
            throw new IllegalArgumentException("a switch cannot hold " + rulesPerSwitch + " rules");
        }
        if (ruleIdle.toSeconds() < 1
                || ruleIdle.toSeconds() > LONGEST_IDLE
                || !ruleIdle.equals(Duration.ofSeconds(ruleIdle.toSeconds()))) {
            throw new IllegalArgumentException("a rule stays 1 to 65535 whole seconds, not " + ruleIdle);
        }
    }

    /** Ours, 1,000 rules that stay 10 seconds, a decision a second. */
    public static SteeringConfig defaults() {
        return new SteeringConfig(SchedulerName.HEDDLE, 1_000, Duration.ofSeconds(10), Duration.ofSeconds(1));
    }
}
