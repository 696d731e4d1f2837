package io.heddle.routing.rule;

import io.heddle.topology.PortNumber;
import java.util.List;
import java.util.Optional;

/**
 * One bucket of a group.
 *
 * @param id its identity within the group, 0 and up; part of what Open vSwitch hashes, so it must not depend on what is alive
 * @param weight its share in a select group; 1 or more there, 0 in all other groups
 * @param watchPort the port whose liveness decides whether this bucket may be used
 * @param actions what it does
 */
public record Bucket(int id, int weight, Optional<PortNumber> watchPort, List<Action> actions) {

    public Bucket {
        if (id < 0 || weight < 0) {
            throw new IllegalArgumentException("bucket " + id + " with weight " + weight + ": neither may be negative");
        }
        actions = List.copyOf(actions);
    }
}
