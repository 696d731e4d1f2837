package io.heddle.routing.tenant;

/**
 * How many resources a project may have; −1 means any number.
 *
 * @param networks how many networks
 * @param subnets how many subnets
 * @param ports how many ports
 */
public record Quota(int networks, int subnets, int ports) {

    public Quota {
        if (networks < -1 || subnets < -1 || ports < -1) {
            throw new IllegalArgumentException(
                    "a quota is −1 or more, not " + networks + ", " + subnets + ", " + ports);
        }
    }
}
