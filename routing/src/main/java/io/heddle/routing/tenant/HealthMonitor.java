package io.heddle.routing.tenant;

import java.util.UUID;

/**
 * How it is found out which members of a pool work.
 *
 * @param id its identifier
 * @param name the owner's name for it, not unique
 * @param adminUp whether members are asked
 * @param kind how a member is asked
 * @param delay seconds from one question to the next, 1 to 3600
 * @param timeout seconds after which a question counts as not answered, 1 up to {@code delay}
 * @param retries after how many answers in a row a member works again, 1 to 10
 * @param retriesDown after how many questions in a row without an answer a member does not work, 1 to 10
 * @param standard tags and times
 */
public record HealthMonitor(
        UUID id,
        String name,
        boolean adminUp,
        Kind kind,
        int delay,
        int timeout,
        int retries,
        int retriesDown,
        StandardAttributes standard) {

    /** How a member is asked. */
    public enum Kind {
        /** To open a connection to its port. */
        TCP,
        /** For an ICMP echo. */
        PING
    }

    public HealthMonitor {
        require("delay", delay, 3600);
        require("timeout", timeout, delay);
        require("number of retries", retries, 10);
        require("number of retries", retriesDown, 10);
    }

    private static void require(String what, int number, int most) {
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(
                    "the " + what + " of a health monitor is 1 to " + most + ", not " + number);
        }
    }

    /** This monitor with other standard attributes. */
    public HealthMonitor withStandard(StandardAttributes attributes) {
        return new HealthMonitor(id, name, adminUp, kind, delay, timeout, retries, retriesDown, attributes);
    }
}
