package io.heddle.routing.plan;

/**
 * How much may be steered.
 *
 * @param rulesPerSwitch how many rules one switch holds for steered flows at most; 0 to steer none
 * @param idleSeconds how long a switch keeps such a rule without a packet, 1 to 65535
 */
public record SteeringLimits(int rulesPerSwitch, int idleSeconds) {

    private static final SteeringLimits DEFAULTS = new SteeringLimits(1_000, 10);

    public SteeringLimits {
        if (rulesPerSwitch < 0 || idleSeconds < 1 || idleSeconds > 0xffff) {
            throw new IllegalArgumentException("a switch holds 0 or more rules for 1 to 65535 seconds, not "
                    + rulesPerSwitch + " for " + idleSeconds);
        }
    }

    /** 1,000 rules, gone after 10 seconds without a packet. */
    public static SteeringLimits defaults() {
        return DEFAULTS;
    }
}
